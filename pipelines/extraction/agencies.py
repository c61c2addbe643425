"""News agencies, as they sign."""

from __future__ import annotations

_NAMES = """
aa|aap|afp|afp-services|afp/ap|agence|agence france presse|agence france-presse|agencia|agencias|agencies|agentur
agenturen|agenzia|anadolu agency|ani|anp|ansa|antara|ap|ap news|apa|apa/dpa|associated press
australian associated press|bang showbiz|belga|bernama|bloomberg|canadian press|cna|cover media|cp|ctk
deutsche presse-agentur|dha|dpa|dpa-afx|dpa/afx|dpa/ap|efe|epd|europa press|ians|iha|interfax|ip|irna|isna|jiji
jiji press|keystone-sda|kna|kuna|kyodo|kyodo news|lusa|mia|mna|mti|news agency|nina|ntb|ots|pa|pa media|pap|petra
press association|pti|reuters|ria|ria novosti|ritzau|sana|sapa|sda|sid|spa|storyful|stt|tasr|tass|the associated press
the canadian press|tnn|tt|upi|wam|wire|wire services|wires|xinhua|yonhap|anadolu ajansı|i̇ha|čtk|ロイター|中国新闻网|中央社|中新社|中新网
中通社|俄新社|共同社|共同通信|塔斯社|央视新闻|彭博社|新华社|新华网|新華社|時事|時事通信|法新社|美联社|路透社|韩联社|뉴스1|뉴시스|연합뉴스|ｆｐ
"""
AGENCIES = frozenset(name for line in _NAMES.split("\n") for name in line.split("|") if name)
