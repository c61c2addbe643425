"""Japanese persons' names, told from other words of a few characters by the commonest surnames."""

from __future__ import annotations

import re

SURNAMES = frozenset(
    (
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤 齋藤 齊藤 "
        "清水 山崎 阿部 森 池田 橋本 山下 石川 中島 前田 藤田 後藤 小川 岡田 村上 長谷川 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 "
        "太田 三浦 岡本 松田 中川 中野 小野 原田 田村 竹内 金子 和田 中山 藤原 石田 上田 森田 原 柴田 酒井 工藤 横山 宮崎 宮本 "
        "内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 大塚 千葉 久保 松井 小島 岩崎 桜井 野口 松尾 "
        "野村 木下 菊地 菊池 佐野 大西 杉本 新井 古川 浜田 市川 小松 高野 水野 吉川 山内 西田 西川 北村 安田 五十嵐 川口 平田 関 "
        "中田 飯田 本田 服部 東 辻 土屋 岩田 久保田 川崎 秋山 吉村 樋口 中西 福島 永井 西山 川上 大橋 石原 松岡 馬場 矢野 小池 "
        "山中 片山 須藤 浅野 荒木 大久保 大島 河野 野田 小山 大川 熊谷 早川 松下 星野 松村 黒田 堀 内藤 望月 菅原 吉岡 荒井 尾崎 "
        "広瀬 川村 永田 田口 小沢 栗原 本間 東野 大谷 荻野 須田 関口 堀内 松浦 三宅 川島 岡崎 坂井 成田 大石 奥村 富田 森本 上原 "
        "児玉 松原 伊東 北川 鎌田 島田 天野 南 田島 柳沢 白石 萩原 中尾 植田 川田 篠原 吉野 小田 岸 川端 神田 門田 沢田 三好 岩本 "
        "河合 小西 比嘉 金城 大城 宮城 島袋 栗田 小泉 榎本 落合 須賀 竹田 宮田 平井 瀬戸 堀田 渋谷 町田 石橋 桑原 今村 古田 根本 "
        "稲垣 豊田 長田 細川 田辺 相沢 江口 米田 塚本 青山 足立 川原 牧野 日高 岩井 柏木 本多 大森 村井 土井 森下 黒木 片岡 長尾 "
        "浅井 岡 角田 石塚 杉浦 向井 甲斐 白井 高山 宇野 竹中 河村 安部 塩田 宮下 松永 池上 大槻 西 林 堤 谷 畑"
    ).split()
)
# Words of datelines and desks end so.
_NO_PERSON = re.compile(r"(?:新聞|通信|放送|部|局|社|報|版|員|者|面|号|省|庁|県|市|区|町|村|会|配信|公開|更新|掲載|記事|限定|提供|写真)$")
_FORM = re.compile(r"[一-龥々ヶ]{1,4}[\s　]?[一-龥々ヶぁ-んァ-ー]{1,4}")


def are_names(words: list[str]) -> bool:
    """Whether words are Japanese persons' names: all by their form, and one at least by a common surname."""
    plain = [word.replace("　", " ") for word in words]
    fit = all(3 <= len(word.replace(" ", "")) <= 7 and _FORM.fullmatch(word) and not _NO_PERSON.search(word) for word in plain)
    return bool(plain) and fit and any(_surname(word) for word in plain)


def _surname(name: str) -> bool:
    # A surname of one character is as often the beginning of another word.
    return name[:2] in SURNAMES or name[:3] in SURNAMES or (" " in name and name.split()[0] in SURNAMES)
