"""Lines that stand among an article's paragraphs and are not its text: prompts, cross references, labels, original titles."""

from __future__ import annotations

import re

# One alternative a language or kind. A line that begins so and is short refers to something else.
_REFERENCES = (
    r"(?:read|see|watch|listen|hear)(?: more| also| next| now| this| too| full story| the full \w+)?(?: here| on| at)?\s*[:|>»→-]",
    r"(?:read|see) (?:more|also)\b|also (?:read|see)\b|more (?:stories|news|like this|coverage|(?:great|top|popular|recent) )\b|related(?: \w+)?\s*(?::|$)|related (?:stories|articles|news|posts?|"
    r"coverage|topics|links|content)\b|you (?:may|might) (?:also )?(?:like|be interested)|up next\b|editor.?s.? (?:picks?|choice)\b",
    r"lesen sie (?:auch|hier|mehr|dazu)|lies (?:auch|mehr)|mehr (?:zum thema|dazu|lesen)|auch interessant|das könnte (?:sie|dich|ihnen) (?:auch )?(?:interessieren|gefallen)|"
    r"weiterlesen|siehe auch",
    r"(?:à|a) lire(?: aussi| également)?\b|lire (?:aussi|également|la suite|plus)|voir aussi|sur le même (?:sujet|thème)|pour aller plus loin|retrouvez (?:ici|aussi)",
    r"lee (?:también|más|aquí)|lea (?:también|más)|leer (?:también|más)|te puede interesar|te recomendamos|ver también|véase también|más información\s*:?$|"
    r"noticias? relacionadas?|también te puede|puedes leer|mira también",
    r"leggi (?:anche|l.articolo|tutto|di più)|continua a leggere|potrebbe interessarti|vedi anche|guarda anche",
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|confira também|você pode gostar|assista também",
    r"lees (?:ook|meer|verder)|meer (?:over|lezen)|bekijk ook|läs (?:också|mer|även|vidare)|les (?:også|mer|hele)|læs (?:også|mere)|lue myös|lue lisää",
    r"czytaj (?:też|także|również|więcej|dalej)|zobacz (?:też|także|również)|przeczytaj (?:też|także|również)|čtěte (?:také|více)|čítajte|olvas(?:d|sa) (?:el|tovább)|citește și|"
    r"citiţi și|pročitajte|preberite|διαβάστε (?:επίσης|ακόμη|ακόμα)|прочети",
    r"читайте (?:также|ещё|еще|також|нас)|читать (?:далее|также|дальше)|смотрите также|по теме\s*:|дивіться також|подробнее\s*:",
    r"ayrica oku|ilginizi çekebilir|devamini oku|baca juga|simak juga|lihat juga|baca selengkapnya|xem thêm|đọc thêm|basahin",
)
# The same in letters that no line of ASCII has: tried on the others alone.
_OTHER_REFERENCES = (
    r"(?:यह|ये) (?:भी|खबर भी) (?:पढ़|देखें)|इसे भी पढ़|اقرأ (?:أيضا|أيضًا|المزيد)|إقرأ (?:أيضا|أيضًا)|طالع أيضا|بیشتر بخوانید|بخوانید",
    r"[【\[(（]?(?:関連|あわせて読みたい|続きを読む|おすすめ記事)|もっと見る|(?:▶|☞|▷|☎)|관련 ?(?:기사|뉴스)|\[?(?:관련|추천) ?기사",
    r"[【\[(（]?(?:相关(?:阅读|新闻|报道|链接|推荐|文章|专题)|相關(?:閱讀|新聞|報導|連結|文章)|延伸(?:阅读|閱讀)|推荐阅读|推薦閱讀|热门(?:推荐|文章)|更多(?:精彩|内容|新闻|資訊|资讯|猛料|报道)|"
    r"猜你喜欢|为你推荐|精彩推荐|看更多|看了又看|點我看|往期(?:回顾|精彩)|上一篇|下一篇|上一页|下一页)",
)
_PROMPTS = (
    r"(?:sign|log) ?(?:up|in) (?:here|now|to|for|today|with your)\b|subscribe\b|follow (?:us|@)|like us on|join (?:us on|our|the conversation)|click here\b|"
    r"tap here|(?:get|let) (?:the|our|more|unlimited|instant|all|\w+ \w+ delivered)\b.{0,60}\b(?:newsletters?|inbox|updates|access|delivered|headlines)|download (?:the|our)\b.{0,30}\bapp|"
    r"advertisement$|advert$|sponsored by\b|story continues|article continues|continue reading|scroll (?:down|to)|share (?:this|on)|loading\W*$|"
    r"this (?:slideshow|video|content|article is) (?:requires|is (?:only|not)|reserved)|enable javascript|please enable|(?:do you )?have a (?:news )?(?:tip|story)\b|contact (?:us|me) at|"
    r"support (?:local|independent|our) journalism|create an (?:account|free)|already (?:have an|a (?:subscriber|member))|don.t have an account|this (?:article|content|story) is (?:for|reserved|free|exclusive)|"
    r"(?:image|photo|video) (?:caption|credit|source)s?\b|view (?:image|gallery|this post)|a post shared by|play (?:video|audio)|listen to this article|print\b.{0,12}$|\[button",
    r"anzeige$|werbung$|newsletter\b|abonnieren sie|jetzt (?:abonnieren|anmelden|lesen|testen)|melden sie sich|hier (?:klicken|können sie sich)|"
    r"empfohlener (?:externer|redaktioneller) inhalt|externer? inhalt|an dieser stelle (?:finden|befindet)|ich bin damit einverstanden|folgen sie uns|"
    r"(?:dieser|der) (?:text|artikel) (?:ist|erschien|stammt)\b.{0,60}(?:plus|abo|newsletter)|teilen$|drucken$",
    r"publicité$|abonnez-vous|inscrivez-vous|recevez (?:nos|la|les)|suivez(?:-nous)|partager$|s.abonner|(?:cet|l.)article est réservé|newsletter$|créez un compte",
    r"publicidad$|suscríbete|suscríbase|síguenos|regístrate|apúntate|compartir$|sigue toda la|esta funcionalidad es exclusiva|iscriviti|pubblicità$|riproduzione riservata|"
    r"publicidade$|inscreva-se|continua após|deixe (?:suas?|seu) (?:coment|dúvida|opini|like)|advertentie$|annonse$|annonce$|reklama$|mainos$|реклама$|"
    r"подпис(?:ывайтесь|аться|ка)|следите за|підпис(?:уйтесь|атися)|abone ol|langganan|berlangganan",
    r"(?:pic\.)?(?:tags?|topics|keywords|filed under|categories|category|schlagworte|themen|etiquetas|temas|mots[- ]clés)\s*(?::|\Z)",
    r"(?:photo|photos|image|picture|foto|fotos|bild|bilder|crédit photo|crédits?|credit|quelle|video|vidéo|infografik|grafik|фото|видео|foto/video)\s*(?::|©|\|)",
    # Addresses of the authors, and where else to find them or the paper.
    r"[\W_]*(?:e-?mail|mail|contact|kontakt|이메일)?[\s:：]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W*\Z|(?:e-?mail|contact|reach|write to) .{2,60}(?:@|\bhttps?:)|"
    r"(?:follow|find) .{2,60} on (?:twitter|x\b|facebook|instagram|tiktok|youtube|linkedin|threads|bluesky|google)|"
    r"(?:twitter|instagram|x)\s?:\s?(?:@\w+|follow)|e-?mail this (?:story|article|page)\b|listen to .{2,40} live\b",
    r"\W{0,5}story continue[sd]\b|\W{0,5}continued from\b|our standards\s?:|(?:main|cover|header|lead|featured?|hero|title) (?:image|photo|picture)\b.{0,60}:|"
    r"this (?:article|story|piece) (?:has been adapted|(?:was )?(?:originally|first) (?:appeared|published)|was reprinted)\b|"
    r"(?:first|originally) published (?:by|in|on)\b",
    r"\d+ (?:mins?|minutes?|hours?|days?|h|m) ago\b",
    r"(?:getty|afp|reuters|ap|shutterstock|istock)(?: images)?$|©|\(c\)|\(?(?:photo|image|picture) (?:by|courtesy)",
)
_MANNERS = (
    r"stay (?:informed|up to date|connected|tuned)\b|get [\w ]{2,40} delivered|our website is (?:the|your) |this is a (?:breaking|developing) (?:news? )?story|this is a live ?blog|"
    r"most (?:read|popular|viewed) in\b|sharing is caring\W*$|comments (?:are|on this) (?:closed|moderated|story|article)|(?:this|the) article contains affiliate|affiliate[- ]links?\b",
    r"dieses thema im programm\b|sendung\s?:|in diesem (?:artikel|text) (?:sind|befinden sich) .{0,30}links|ein klick für den datenschutz|für die darstellung von .{2,60} nutzen wir|"
    r"aktuelle (?:meldungen|nachrichten|entwicklungen) .{0,80}(?:finden|lesen) sie|dieser (?:artikel|text|beitrag) (?:wurde|ist|erschien) (?:im original|ursprünglich|zuerst|zunächst)\b|"
    r"(?:alle |die )?mit .{1,60} (?:gekennzeichnete|markierte)n? (?:links|produkte|verweise)\b|bitte markieren sie (?:die|den)\b",
    r"(?:atenção\W{1,3})?(?:os )?comentários (?:com|são|não)|(?:los )?comentarios (?:que|son)|cek (?:berita|juga)|ikuti (?:kami|berita|whatsapp|channel)|dapatkan update",
)
_INTERRUPTIONS = (
    r"(?:annons|annonse|annonce|reklam|reklame|διαφ[ηή]μιση|إعلان|اعلان|פרסומת|विज्ञापन|広告|광고|quảng cáo|publicitate|hirdetés|reklaam|auglýsing|โฆษณา|تبلیغات|iklan)\W*$",
    r"(?:weiter nach der|nach der) (?:anzeige|werbung)|la suite après|suite de l.article|la noticia continúa|sigue leyendo|continua (?:a leggere dopo|depois da publicidade)|artikeln fortsätter|"
    r"(?:artikkelen|saken) fortsetter|artiklen fortsætter|tekst (?:gaat|loopt) (?:verder|door)|lees verder onder|(?:juttu|artikkeli) jatkuu|dalsz[ya] (?:ciąg|część) (?:materiału|artykułu|tekstu)|"
    r"(?:pokračování článku|článek pokračuje)|haberin devami|ilgili (?:haber|içer)",
    r"compartir (?:en|por) (?:facebook|twitter|whatsapp|redes|x\b|correo)|compartir (?:esta noticia|este art)|teilen auf\b|partager (?:sur|l.article|cet)|condividi (?:su|l.articolo)|(?:compartilhar|partilhar|compartilhe)(?: (?:no|na|via|em|este|esta|isto)\b|\W*$)|deel (?:op|dit|via)\b|dela (?:på|artikeln)|"
    r"del (?:på|artikkel)|jaa (?:facebook|artikkeli|juttu)|udostępnij|sdílet\b|paylaş\W*$|поделиться|поширити|μοιραστείτε|شارك(?:ها)? (?:على|عبر)|bagikan\b|chia sẻ\W*$|megosztás|distribuie",
)
_OTHER_PROMPTS = (
    r"(?:この記事は)?(?:会員限定|有料会員)|この記事は|無料会員|ログイン|会員登録|写真[:：]|구독|무단 ?전재|(?:카카오톡|네이버).{0,20}(?:제보|구독)",
    r"[（(【]?原(?:标题|標題|题|文标题)[:：]|(?:扫码|扫一扫|扫描|長按|长按|掃描).{0,60}(?:关注|二维码|下载|阅读|加入|查看|識別|识别|公众号|$)|.{0,16}(?:关注|關注).{0,20}(?:公众号|公眾號|微信|微博)|"
    r".{0,12}下(?:载|載).{0,16}(?:客户端|app)|[（(]?(?:点击|點擊|点此|戳)(?:进入|此处|這裡|这里|查看|阅读|看|图片|下方|放大|閱讀|上方)|阅读原文|閱讀全文|阅读全文|展开全文|余下全文|查看(?:更多|原文|全文)|"
    r"返回(?:首页|搜狐|.{0,8}>>)|举报$|分享(?:到|至)|.{0,12}(?:更多猛料|欢迎(?:扫描|关注|订阅))|(?:本文)?(?:标签|標籤|关键词|關鍵字|tags?)\s*[:：]|打印|字号|收藏$|点赞$|广告$|責任編輯：$|微信扫",
    r"[（(【]?(?:综合|資料|资料|图片|信息|素材|内容)?(?:整理|来源|來源|编译|综合)(?:整理)?(?:自|于|[:：]).{0,60}[)）】]\Z|[（(].{2,24}对(?:此|本)文.{0,4}贡献[)）]|"
    r"(?:信息|内容|素材|资料|文字|文章)均?来(?:源于|源|自)(?:互联)?网络.{0,6}\Z|原创\s*[:：].{0,40}\Z|.{0,100}[【\[](?:点击|點擊|戳|猛戳).{0,12}[】\]]|(?:作者|来源|來源|责任编辑|責任編輯|编辑|責編|责编|校对|审核|监制)\s*[:：].{0,30}\Z",
    r"本文(?:来自|來自|转自|轉自|首发|首發|原载|原載|转载自|源自).{0,120}\Z|\S{0,10}(?:社|报|報|网|網|刊|新闻|新聞)(?:记者|記者)\Z",
    r"この記事[のを].{0,14}(?:写真|画像|見る|読む)|(?:写真|画像)(?:を見る|一覧|をもっと)|全文を読む|次の?ページ|【?写真】?を?拡大|更多(?:新聞|報導|內容)",
)
_LETTERS = (
    "newsletter abonnieren,newsletter anmelden,our newsletter,notre newsletter,nos newsletters,nuestra newsletter,nuestro boletín,alla newsletter,na newsletter,onze nieuwsbrief,"
    "vårt nyhetsbrev,vores nyhedsbrev,in ihrem postfach,in your inbox,whatsapp-kanal,whatsapp channel,canal de whatsapp,canale whatsapp,subscribe to our,sign up for our"
).split(",")
# What opens sentences too: a prompt only where the line is no sentence, or a link.
_AMBIGUOUS = re.compile(
    r"also on\b|more (?:from|on)\b|don.t miss\b|recommended\b|trending\b|(?:sign|log) ?(?:up|in)\b|register\b|follow (?:me|him|her)\b|join us\b|advertisement\b|sponsored\b|promoted\b|"
    r"share your\b|loading\b|(?:posted|published|updated|last updated)\b.{0,60}$|zum thema\b|mehr aus\b|weitere (?:artikel|meldungen|themen|nachrichten|informationen zum)|passend dazu|"
    r"interview:|ich möchte\b|sigue (?:a|en)\b|assine\b|siga (?:o|a|nos)\b|receba (?:em|as|no)\b"
)
_SENTENCE_ENDS = frozenset('.!?。！？…”"»')
_HEADS = re.compile("|".join((*_REFERENCES, *_PROMPTS, *_MANNERS, *_INTERRUPTIONS)))
_OTHER_HEADS = re.compile("|".join((*_OTHER_REFERENCES, *_OTHER_PROMPTS)))
# A heading that opens what stands below an article.
_SECTIONS = re.compile(
    "(?:"
    + "|".join((*_REFERENCES, *_OTHER_REFERENCES))
    + r"|comments?\b|\d+ comments?\b|leave a (?:reply|comment)|kommentare?\b|commentaires?\b|comentarios\b|"
    r"about the author|most (?:read|popular|viewed)|latest (?:news|stories|videos)|popular\b|top stories|newsletter|lo más (?:leído|visto)|los más leídos|meistgelesen|les plus lus|"
    r"i più letti|mais lidas|weitere themen|tags?$|topics$|share this|(?:作者|小编)最近文章|(?:本文)?责任?编辑\s*[:：]|热门|最新(?:新闻|文章|资讯)|网友评论|评论|我要评论|留言|标签|ランキング|人気記事|댓글|많이 본)"
)
# A heading of readers' comments, with how many there are.
_COMMENTS = re.compile(
    r"(?:\d+ )?(?:(?:all|top|latest|reader|user|recent) )?comments?(?: section)?\W*\d*\W*|(?:leave|post|add) (?:a|your) (?:reply|comment)\W*|join the (?:conversation|discussion)\W*|"
    r"(?:\d+ )?(?:(?:leser)?kommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|комментари(?:и|ев|я)|yorumlar|komentar)\W*\d*\W*|"
    r"(?:热门|最新|全部|网友|精彩|我要|用户|读者|文章|发表|熱門|網友|讀者)?(?:评论|評論|留言|跟[帖贴])[区區]?\W*\d*\s*[条條则則]?\W*|コメント(?:一覧|欄)?\W*\d*\s*件?\W*|댓글\W*\d*\s*개?\W*"
)
# A label above a list that sums the story up.
_SUMMARIES = re.compile(
    r"(?:story |article |key )?highlights|key (?:points|takeaways|facts|findings)|(?:the )?takeaways|at a glance|in (?:brief|short)|summary|tl;?dr|what (?:we know|to know)|"
    r"das wichtigste(?: in kürze)?|auf einen blick|in kürze|darum geht.s|kurz (?:zusammengefasst|& knapp)|zusammenfassung|en bref|l.essentiel|en resumen|lo más importante|claves|"
    r"in breve|in sintesi|resumo|kort fortalt|in het kort|kortversjonen|saken oppsummert|sammanfattning|tiivistelmä|w skrócie|najważniejsze informacje|stručně|özetle|samenvatting|összefoglaló|pe scurt|главное|коротко|划重点|劃重點|要点|要點|核心提示|摘要|本文要点|内容提要|ポイント|要約|요약"
)
LONGEST_PROMPT = 260
# Words that give a short line away wherever they stand in it, and words that do so in any letters.
_TELLING = (
    "ollow @",
    "lick here for more",
    "點我下載",
    "点我下载",
    "看新聞 保證",
    "会員登録",
    "ier geht es zum ",
    "ier geht es zur ",
    "ier entlang",
    " Tags: ",
)
_BULLETS = " •·-–—>»▪■●★☆*#"
_RULER = re.compile(r"[-–—_=*•·|/\\<>»«▶►◆■□●○★☆~＊…\s]*\Z")


def is_furniture(text: str, linked: int = 0) -> bool:
    """True for a line that is about the page or another page, not the story; `linked` characters of it are links."""
    if len(text) > LONGEST_PROMPT:
        return False
    folded = _folded(text)
    if len(text) < 200 and _is_telling(text, folded):
        return True
    start = folded.lstrip(_BULLETS)
    if _HEADS.match(start) or _RULER.match(start) or (not start.isascii() and _OTHER_HEADS.match(start)):
        return True
    is_sentence = len(start) > 40 and start[-1] in _SENTENCE_ENDS and not linked
    return not is_sentence and _AMBIGUOUS.match(start) is not None


def _folded(text: str) -> str:
    """Text in lower case as the patterns are, with i for the Turkish İ and ı: re.IGNORECASE takes several times as long."""
    return text.replace("İ", "i").lower().replace("ı", "i")


def _is_telling(text: str, folded: str) -> bool:
    return any(map(folded.__contains__, _LETTERS)) or (len(text) < 120 and any(map(text.__contains__, _TELLING)))


def opens_rest(text: str) -> bool:
    """True for a heading under which other stories or comments stand: "Related stories", 相关阅读."""
    return len(text) < 60 and _SECTIONS.match(_folded(text.lstrip(_BULLETS))) is not None


def opens_comments(text: str) -> bool:
    """True for a heading under which readers speak: "Comments (12)", 热门评论 10条."""
    return len(text) < 40 and _COMMENTS.fullmatch(_folded(text.strip(_BULLETS))) is not None


def opens_summary(text: str) -> bool:
    """True for a label such as "Story highlights": the list below it repeats the story."""
    return len(text) < 40 and _SUMMARIES.fullmatch(_folded(text.strip(" :：-–—•|"))) is not None
