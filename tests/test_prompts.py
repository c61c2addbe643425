"""Prompts of sites are known by how they begin, in the languages of their readers; sentences that begin alike are kept."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract
from pipelines.extraction.furniture import is_furniture

PROMPTS = {
    "en": """(This story has not been edited by our staff and is auto-generated from a syndicated feed.)
For the latest headlines, follow our channel online or via the app.
Have you been affected by this? Get in touch: yourstory@post.example
MORE: Why the bridge was never built
AD
First Published: Jan 12, 2024, 10:00 IST
To report an error in this article, click here.
We may earn a commission from links on this page.
When you purchase through links on our site, we may earn an affiliate commission.
Listen to this story
4 min read
Copyright © 2024 The Harbour Post
Marit Solheim is a senior reporter at The Harbour Post. Follow her on X @marit.
You can share this story by using these article link buttons""",
    "de": """Weitere Nachrichten aus der Region finden Sie hier.
Mit Material der dpa
dpa-infocom, dpa:240112-99-123456/3
Sie wollen nichts aus der Region verpassen? Dann melden Sie sich für unseren Newsletter an.
Haben Sie Hinweise? Schreiben Sie uns an redaktion@post.example
Fehler gefunden? Jetzt melden.
Artikel anhören
Lesezeit: 4 Minuten
Diesen Artikel teilen
Alle Rechte vorbehalten.
Dieses Element beinhaltet Daten von Twitter. Sie können die Einbettung auf unserer Datenschutzseite deaktivieren.
Stand: 12.01.2024, 10:15 Uhr""",
    "fr": """À VOIR AUSSI - Le bac traverse le port
Le Courrier avec AFP
Cet article est réservé aux abonnés.
Il vous reste 75 % de cet article à lire.
Suivez toute l’actualité sur notre chaîne WhatsApp.
Téléchargez l’application pour suivre l’actualité en direct.
Réagir à cet article
Temps de lecture : 4 min
Tous droits réservés.
Retrouvez toute l’actualité de la région sur notre site.
Pour ne rien manquer, suivez-nous sur Google Actualités.
Une erreur dans cet article ? Signalez-la nous.""",
    "es": """Más información: Por qué nunca se construyó el puente
Recibe nuestras noticias en tu correo
Con información de EFE
Archivado En
Tu suscripción se está usando en otro dispositivo
Descarga nuestra app
Si te ha gustado este artículo, compártelo.
Tiempo de lectura: 4 min
Conforme a los criterios de The Trust Project
Reportar un error""",
    "it": """Seguici su Facebook
Segui le notizie su Google News
Tutti i diritti riservati
Condividi
Ascolta l’articolo
Per restare sempre aggiornato, scarica gratuitamente la nostra app.
Hai trovato un errore? Segnalalo alla redazione.""",
    "pt": """Clique aqui para receber notícias no WhatsApp
*Com informações da Agência Brasil
Baixe o aplicativo
Ouvir notícia
Tempo de leitura: 4 min
Encontrou um erro? Avise a redação.
As opiniões dos colunistas não refletem a opinião do jornal.""",
    "nl": "Volg ons op Facebook en Instagram\nLuister naar dit artikel\nFoutje gezien? Mail ons.\nReacties (12)\nAlle rechten voorbehouden",
    "sv": "Följ oss på Facebook\nLyssna på artikeln\nHittade du ett fel? Tipsa oss!\nAnsvarig utgivare: Marit Solheim",
    "no": "Følg oss på Facebook\nDel saken\nHar du tips til denne saken?\nFant du en feil i artikkelen?\nFor abonnenter",
    "da": "Følg os på Facebook\nLyt til artiklen\nHar du et tip til os?\nArtiklen er for abonnenter",
    "fi": "Kuuntele artikkeli\nTilaa uutiskirje\nHuomasitko virheen?\nAiheesta lisää",
    "pl": "Obserwuj nas na Facebooku\nZapisz się do newslettera\nŹródło: PAP\nWszelkie prawa zastrzeżone",
    "cs": "Mohlo by vás zajímat\nSledujte nás na Facebooku\nZdroj: ČTK\nNašli jste v článku chybu?",
    "ru": "Подпишитесь на нас в Telegram\nНашли ошибку? Выделите её и нажмите Ctrl+Enter\nМатериалы по теме\nКомментарии: 12",
    "uk": "Поділитися\nУсі права захищено\nСтежте за нами у Facebook",
    "tr": "Bizi Google News'te takip edin\nTüm hakları saklıdır\nKaynak: AA\nYorumlar",
    "id": "Gabung di channel WhatsApp kami\nArtikel ini telah tayang di harian lain\nHak cipta dilindungi",
    "vi": "Theo dõi chúng tôi trên Facebook\nNguồn: TTXVN\nBình luận",
    "ro": "Urmărește-ne pe Google News\nAbonează-te la newsletter\nToate drepturile rezervate",
    "hu": "Kövess minket a Facebookon\nIratkozz fel hírlevelünkre\nMinden jog fenntartva",
    "el": "Ακολουθήστε μας στο Google News\nΠηγή: ΑΠΕ-ΜΠΕ\nΚοινοποίηση",
    "ar": "تابعونا على فيسبوك\nالمصدر: وكالات\nجميع الحقوق محفوظة",
    "hi": "हमें फॉलो करें\nदेश और दुनिया की ताजा खबरें पढ़ने के लिए हमारा ऐप डाउनलोड करें",
    "ja": "記事をシェアする\n（残り：1234文字／全文：2345文字）\nフォローする\nPR",
    "ko": "저작권자 © 북항신문\n기사 제보\n댓글 12",
    "zh": """海量资讯、精准解读，尽在新浪财经APP
举报/反馈
＊本台關心您：飲酒過量有害健康，未滿18歲禁止飲酒。""",
}
STORY = """For more than twenty years, visitors have had to follow the signs to the north bank.
More than forty members had come to vote, and most of them stayed until the end.
Ads for the ferry had hung in the town for months.
If you buy the ticket on board, you pay twice the price.
Fans follow him on his way to the ring, and nobody could reach him at home on Monday.
“Listen to this,” said Marit Solheim, and let the horn sound over the harbour.
Reading time was what he had missed most at sea, he said.
Haben Sie Fehler gemacht?
Sie haben Fragen gestellt, die niemand beantworten wollte, sagte die Bürgermeisterin.
Sie wollen die Fähre nicht verpassen, sagte er, und laufen jeden Morgen zum Hafen.
Mehr als vierzig Mitglieder waren gekommen, um über die Fähre abzustimmen.
Mehr Halt finden sie in der Gruppe, sagt die Leiterin des Heims.
Weitere Fähren sehen sie nur an Feiertagen.
Über dieses Thema sprach am Montag niemand im Rat.
Il vous reste trois ans de mandat : que ferez-vous du bac ?
Une erreur de jeunesse ?
Réagir à la fermeture du bac demande du courage, dit la maire.
¿Quiere seguir en el cargo?
Este puente no se construyó nunca, y nadie sabe por qué.
As opiniões dos leitores dividem-se sobre a balsa.
Pr. Andersen said that the ferry is older than the town hall.
Reacties bleven maandag uit, zei de burgemeester van Nordhavn.
Комментарии к решению совета ждут во вторник.
残り五分で渡し船が出ると、北の岸から人々が駆けてきた。
Gabung di klub Nordhavn sejak Maret, kapten itu sudah hafal pelabuhannya.
Segui il padre sul traghetto per vent'anni, racconta.
他说，尽在不言中的事情太多，市议会应当再听一听大家的意见。"""


@pytest.mark.parametrize("language", PROMPTS)
def test_prompts_are_no_text(language: str) -> None:
    missed = [line for line in PROMPTS[language].split("\n") if not is_furniture(line)]
    assert not missed, f"how these lines begin belongs into pipelines/extraction/prompt_words.py: {missed}"


def test_sentences_that_begin_alike_are_kept() -> None:
    lost = [line for line in STORY.split("\n") if is_furniture(line)]
    assert not lost, f"a pattern of pipelines/extraction/prompt_words.py is too wide for these: {lost}"


@pytest.mark.parametrize("language", PROMPTS)
def test_prompts_between_paragraphs_and_below_them_go(language: str) -> None:
    lines = PROMPTS[language].split("\n")
    body = f"<div>{paragraphs(PARAGRAPHS[:3])}<p>{lines[0]}</p>{paragraphs(PARAGRAPHS[3:])}{paragraphs(lines[1:])}</div>"
    assert extract(page(body)).text.split("\n") == PARAGRAPHS, "every prompt is recognised by itself: its place should not matter"
