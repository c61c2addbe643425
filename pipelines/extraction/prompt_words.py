"""How the lines begin that sites print among paragraphs: what to read next, to subscribe, share, follow, listen, report a mistake.

In lower case and with i for the Turkish ones, for the beginning of a short line. Imperatives that open a sentence of a story as
often are bound to what they ask for.
"""

from __future__ import annotations

from pipelines.extraction.worded import worded

# One alternative a language or kind. A line that begins so and is short refers to something else.
REFERENCES = (
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
    r"ayrica oku|ilginizi çekebilir|devamini oku|baca juga|simak juga|lihat juga|baca selengkapnya|xem thêm|đọc thêm|theo (?:báo|tạp chí|đài) [^.,;]{2,24}\Z|basahin",
)
# The same in letters that no line of ASCII has: tried on the others alone.
OTHER_REFERENCES = (
    r"(?:यह|ये) (?:भी|खबर भी) (?:पढ़|देखें)|इसे भी पढ़|اقرأ (?:أيضا|أيضًا|المزيد)|إقرأ (?:أيضا|أيضًا)|طالع أيضا|بیشتر بخوانید|بخوانید|"
    r"อ่าน(?:ข่าว(?:ที่เกี่ยวข้อง|อื่น)|เพิ่มเติม|ต่อ\W*$|ประกอบ)|ข่าวที่เกี่ยวข้อง|இதையும் (?:படிக்க|படியுங்கள்|வாசிக்க)|மேலும் படிக்க|আর(?:ও|ো) পড়ুন|ఇవి కూడా చదవండి|"
    r"ಇದನ್ನೂ ಓದಿ|ഇതും വായിക്കുക|આ પણ વાંચો|हे(?:ही|देखील) वाचा|ਇਹ ਵੀ ਪੜ੍ਹੋ|مزید پڑھ|یہ بھی پڑھ",
    r"[【\[(（]?(?:関連|あわせて読みたい|続きを読む|おすすめ記事)|もっと見る|(?:▶|☞|▷|☎)|관련 ?(?:기사|뉴스)|\[?(?:관련|추천) ?기사",
    r"[【\[(（]?(?:相关(?:阅读|新闻|报道|链接|推荐|文章|专题)|相關(?:閱讀|新聞|報導|連結|文章)|延伸(?:阅读|閱讀)|推荐阅读|推薦閱讀|热门(?:推荐|文章)|更多(?:精彩|内容|新闻|資訊|资讯|猛料|报道)|"
    r"猜你喜欢|为你推荐|精彩推荐|看更多|看了又看|點我看|往期(?:回顾|精彩|推荐)|大家都在看|上一篇|下一篇|上一页|下一页)",
)
PROMPTS = (
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
    r"(?:photo|photos|image|picture|foto|fotos|bild|bilder|crédit photo|crédits?|credit|quelle|video|vidéo|vídeos?|infografik|grafik|фото|видео|foto/video)\s*(?::|©|\|)",
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
MANNERS = (
    r"stay (?:informed|up to date|connected|tuned)\b|get [\w ]{2,40} delivered|our website is (?:the|your) |this is a (?:breaking|developing) (?:news? )?story|this is a live ?blog|"
    r"most (?:read|popular|viewed) in\b|sharing is caring\W*$|comments (?:are|on this) (?:closed|moderated|story|article)|(?:this|the) article contains affiliate|affiliate[- ]links?\b",
    r"dieses thema im programm\b|sendung\s?:|in diesem (?:artikel|text) (?:sind|befinden sich) .{0,30}links|ein klick für den datenschutz|für die darstellung von .{2,60} nutzen wir|"
    r"aktuelle (?:meldungen|nachrichten|entwicklungen) .{0,80}(?:finden|lesen) sie|dieser (?:artikel|text|beitrag) (?:wurde|ist|erschien) (?:im original|ursprünglich|zuerst|zunächst)\b|"
    r"(?:alle |die )?mit .{1,60} (?:gekennzeichnete|markierte)n? (?:links|produkte|verweise)\b|bitte markieren sie (?:die|den)\b",
    r"(?:atenção\W{1,3})?(?:os )?comentários (?:com|são|não)|(?:los )?comentarios (?:que|son)|cek (?:berita|juga)|ikuti (?:kami|berita|whatsapp|channel)|dapatkan update",
)
INTERRUPTIONS = (
    r"(?:annons|annonse|annonce|reklam|reklame|διαφ[ηή]μιση|إعلان|اعلان|פרסומת|विज्ञापन|広告|광고|quảng cáo|publicitate|hirdetés|reklaam|auglýsing|โฆษณา|تبلیغات|iklan)\W*$",
    r"(?:weiter nach der|nach der) (?:anzeige|werbung)|la suite après|suite de l.article|la noticia continúa|sigue leyendo|continua (?:a leggere dopo|depois da publicidade)|artikeln fortsätter|"
    r"(?:artikkelen|saken) fortsetter|artiklen fortsætter|tekst (?:gaat|loopt) (?:verder|door)|lees verder onder|(?:juttu|artikkeli) jatkuu|dalsz[ya] (?:ciąg|część) (?:materiału|artykułu|tekstu)|"
    r"(?:pokračování článku|článek pokračuje)|haberin devami|ilgili (?:haber|içer)",
    r"compartir (?:en|por) (?:facebook|twitter|whatsapp|redes|x\b|correo)|compartir (?:esta noticia|este art)|teilen auf\b|partager (?:sur|l.article|cet)|condividi (?:su|l.articolo)|(?:compartilhar|partilhar|compartilhe)(?: (?:no|na|via|em|este|esta|isto)\b|\W*$)|deel (?:op|dit|via)\b|dela (?:på|artikeln)|"
    r"del (?:på|artikkel)|jaa (?:facebook|artikkeli|juttu)|udostępnij|sdílet\b|paylaş\W*$|поделиться|поширити|μοιραστείτε|شارك(?:ها)? (?:على|عبر)|bagikan\b|chia sẻ\W*$|megosztás|distribuie",
)
OTHER_PROMPTS = (
    r"(?:この記事は)?(?:会員限定|有料会員)|この記事は|無料会員|ログイン|会員登録|写真[:：]|구독|무단 ?전재|(?:카카오톡|네이버).{0,20}(?:제보|구독)",
    r"举报(?:/反馈)?$|反馈$|.{0,24}尽在.{2,16}(?:app|客户端)\W*$|[※＊*◎●]?\S{0,10}(?:關心您|关心您|提醒您)\s*[:：]|飲酒過量|[（(【]?原(?:标题|標題|题|文标题)[:：]|(?:扫码|扫一扫|扫描|長按|长按|掃描).{0,60}(?:关注|二维码|下载|阅读|加入|查看|識別|识别|公众号|$)|.{0,16}(?:关注|關注).{0,20}(?:公众号|公眾號|微信|微博)|"
    r".{0,12}下(?:载|載).{0,16}(?:客户端|app)|[（(]?(?:点击|點擊|点此|戳)[“「]?(?:阅读原文|进入|此处|這裡|这里|查看|阅读|看|图片|下方|放大|閱讀|上方)|阅读原文|閱讀全文|阅读全文|展开全文|余下全文|查看(?:更多|原文|全文)|"
    r"返回(?:首页|搜狐|.{0,8}>>)|举报$|分享(?:到|至)|.{0,12}(?:更多猛料|欢迎(?:扫描|关注|订阅))|(?:本文)?(?:标签|標籤|关键词|關鍵字|tags?)\s*[:：]|打印|字号|收藏$|点赞$|广告$|責任編輯：$|微信扫",
    r"[（(【]?(?:综合|資料|资料|图片|信息|素材|内容)?(?:整理|来源|來源|编译|综合)(?:整理)?(?:自|于|[:：]).{0,60}[)）】]\Z|[（(].{2,24}对(?:此|本)文.{0,4}贡献[)）]|"
    r"(?:信息|内容|素材|资料|文字|文章)均?来(?:源于|源|自)(?:互联)?网络.{0,6}\Z|原创\s*[:：].{0,40}\Z|.{0,100}[【\[](?:点击|點擊|戳|猛戳).{0,12}[】\]]|(?:作者|来源|來源|责任编辑|責任編輯|编辑|責編|责编|校对|审核|总?监制|总?策划|统筹|出品人?|审签|审定|[一二三初复终]审|值班\S{0,4}|供稿|投稿|视频)\s*[:：].{0,30}\Z",
    # What remains of buttons, counters, pagers and of how to reach the paper.
    r"[（(]?[全本]?文?完(?:毕)?[)）]\W*\Z|[【\[〖]\s?(?:打印|关闭|纠错|糾錯|收藏|推荐|发表评论|我要评论|返回)|(?:阅读|浏览|在看|点赞|播放|评论)[量数]?\s?[:：]?\s?[\d.]+\s?[万w+]*(?:\W.{0,30})?\Z|"
    r"(?:点赞|在看|收藏|分享|纠错|赞赏|喜欢作者|[听聽](?:新闻|全文|文章|新聞))\W*\Z|[\s\d…]*(?:上一页|下一页|首页|尾页|末页|共\s?\d+\s?页)(?:[\s\d…]|上一页|下一页|首页|尾页|末页|共\s?\d+\s?页)*\Z|"
    r"(?:新闻|爆料|报料|读者|商务|广告|合作|采编|编辑部)\S{0,6}(?:热线|电话|邮箱|信箱)\s?[:：]|(?:投稿|举报)(?:邮箱|信箱|热线|电话|方式)\s?[:：]|"
    r"(?:图片|圖片|题图|封面图?|首图|头图|配图|视频|影片|数据|资料)[来來](?:源|自)\s?[:：丨｜|].{0,40}\Z|(?:题图|头图|首图|封面图?|配图|图源)\s?[:：丨｜|/].{0,30}\Z",
    r"[請请](?:繼續|继续)往下[閱阅][讀读]|[請请]同意.{0,8}[隱隐]私|.{0,24}読み放題|انتهای پیام",
    r"[（(]?本文(?:来自|來自|转自|轉自|首发|首發|原载|原載|转载自|源自).{0,120}\Z|\S{0,10}(?:社|报|報|网|網|刊|新闻|新聞)(?:记者|記者)\Z",
    r"この記事[のを].{0,14}(?:写真|画像|見る|読む)|[（(]?残り[:：]?\d+文字|(?:写真|画像)(?:を見る|一覧|をもっと)|全文を読む|次の?ページ|【?写真】?を?拡大|更多(?:新聞|報導|內容)",
)
# More of them, a pattern a kind.
ENGLISH = (
    r"\(?(?:except for the headline,? )?this (?:story|article|report|copy) (?:has|was|is) (?:not been |been )?(?:edited|auto-?generated|published from|generated)\b",
    r"for (?:the latest|more|all the latest) (?!than\b).{0,60}\b(?:follow|visit|download|subscribe|click|tune|check out|sign up)\b",
    r"have you been affected by|more\s?:|ads?\W*$|catch (?:all )?the (?:latest|\w+ news)\b|(?:first )?published(?: (?:on|by))?\s*:|last (?:updated|modified)\s*:",
    r"(?:to )?(?:report|submit) (?:an? )?(?:error|typo|correction)\b|(?:spotted|found|see) (?:an? )?(?:error|typo|mistake)\b.{0,60}\?",
    r"(?:we|\w+(?: \w+)?) may (?:earn|receive) (?:an? )?(?:affiliate |small )?commission|(?:when|if) you (?:buy|purchase|shop|click)\b.{0,60}\b(?:links?|commission)",
    r"listen to this (?:story|article|post|episode)\b|\d+[ -]?min(?:ute)?s?\.? read\b|(?:estimated )?reading time\W+\d|you can share this (?:story|article)\b|donate (?:now|today|here)\b|give this article\b",
    # How often a page was seen, as counters print it.
    r"\d[\d.,\u202f\xa0]* (?:views?|aufrufe|vues|visitas|visualizações|wyświetleń|zobrazení|zhlédnutí|megtekintés|vizualizări|görüntülenme|просмотр\w*|переглядів|прегледа?|прочитань)\W*$|"
    r"(?:прочетен[ао]|прочитано|читано|dibaca|dilihat|bu haber)\W*\d[\d.,]* ?(?:пъти|пута|раза?|разів|kali|kez|defa)\b",
    r"(?:by (?:continuing|signing up|subscribing|registering)),? (?:i|you) (?:agree|accept|acknowledge)\b|your support (?:helps us|makes all the difference|means)\b",
    r"\((?:updates|adds|recasts|rewrites|refiles|corrects) .{4,160}\)\W*\Z|this summary (?:is|was) (?:ai-)?(?:generated|created|written)\b",
    r"copyright (?:©|\(c\)|(?:19|20)\d\d)|all rights reserved\b|by (?:providing|entering|submitting) (?:an|your) e-?mail|(?:contact|e-?mail)?\W*\[email.protected\]\W*\Z",
)
GERMAN = (
    r"(?:weitere|mehr)\b(?! als\b).{0,60}\b(?:finden|lesen) sie (?:hier|auf|unter|in unser)|(?:mit )?material (?:von|der) \w{2,12}\W*$|dpa-infocom\b|stand\s?:\s?\d",
    r"sie (?:wollen|möchten)\b.{0,80}(?:newsletter|abonn|verpassen\?)|(?:haben sie|hast du|sie haben) (?:\w+ )?(?:hinweise?|anregung(?:en)?|tipps?|feedback)\b.{0,60}\?",
    r"fehler (?:gefunden|entdeckt|melden)\b|schreiben sie (?:uns|mir)\b|(?:artikel|beitrag|text) (?:anhören|vorlesen|teilen|merken|drucken|speichern|verschenken)\b",
    r"lesezeit\W+\d|\d+ min(?:uten|\.)? lesezeit|(?:jetzt )?weiterlesen\b|diesen (?:artikel|beitrag|text) (?:teilen|anhören|drucken)\b|zu[rm] (?:startseite|merkliste|seitenanfang)\b",
    r"kommentare? (?:lesen|schreiben|anzeigen|verfassen)|alle rechte vorbehalten|dieses element (?:beinhaltet|enthält)|an dieser stelle befinden",
    r"hier (?:können|finden|hören|lesen|sehen) sie (?:unsere?n?|alle|weitere|mehr) .{0,60}\b(?:podcasts?|newsletter|videos?|artikel|liveblog|folgen?|sendung)\b",
    r"um (?:externe|eingebettete) inhalte? (?:anzuzeigen|ansehen|zu sehen)|die(?:se)? zusammenfassung wurde\b.{0,40}\bki\b",
    r"über dieses thema berichtete|diese (?:nachricht|meldung|sendung) wurde\b.{0,40}(?:im programm|in der sendung|ausgestrahlt)|quellen?\s*:",
)
FRENCH = (
    r"(?:à|a) (?:voir|écouter|découvrir|relire)(?: aussi| également)?\s*[:\-–—]|l[ea] \w+ avec (?:afp|reuters|agences)\W*$|cet article est réservé|il vous reste \d+ ?%",
    r"la suite (?:de cet article )?est réservée|suivez (?:toute|l.actualité|l.info|les (?:infos|actualités)|en direct)|téléchargez\b|réagi(?:r|ssez) à (?:cet |l.)article|temps de lecture\s*:",
    r"tous droits (?:de reproduction )?réservés|retrouvez (?:ici|aussi|toute?s?|l.(?:actualité|info|ensemble)|nos|notre)\b|pour ne rien (?:manquer|rater)\b",
    r"écoute[rz] (?:l.article|cet article)|(?:vous avez (?:repéré|vu|trouvé) )?une (?:erreur|faute|coquille) dans (?:cet |l.)article|vous avez (?:une|des) \w+ à (?:nous|partager)",
    r"ajouter à (?:vos|votre|mes|ma)\b|soutenez (?:un|une|le|notre|nous)\b|faites un don|je m.abonne\b|déjà abonné|lecture \d+ min",
)
SPANISH = (
    r"más (?:información|noticias)\s*(?::|$)|recibe (?:nuestr|las noticias|todas?|en tu|cada)|lee (?:sin límites|gratis)|\(?con información de\b|archivado en\b|tu suscripción\b",
    r"¿quieres (?:añadir otro|recibir|leer más|saber más|seguir leyendo)|descarga (?:nuestra|la|gratis) .{0,20}\bapp|descarga nuestra|únete a (?:nuestr|la comunidad|el canal)",
    r"si te ha gustado|tiempo de lectura\s*:|normas\W*$|conforme a los criterios de|(?:reportar|notificar|comunicar) (?:un|este) error|¿(?:has encontrado|encontraste|ves) (?:un|algún) error",
    r"este contenido (?:se hizo|fue|ha sido)\b|escucha(?:r)? (?:este artículo|esta noticia|el artículo)|todos los derechos reservados|comparte (?:esta noticia|este artículo|en redes)",
    r".{0,70}\bte esperan? aquí\W*\Z|comentarios\W*$|nota relacionada|contenido exclusivo para",
)
ITALIAN = (
    r"seguici\b|segui (?:le|la|tutte|il|anche|i)\b.{0,60}(?:google|facebook|instagram|whatsapp|telegram|social|canale)|tutti i diritti riservati|condividi\W*(?:$|su\b|questo)",
    r"ascolta (?:l.articolo|questo articolo)|approfondiment[oi]\W*$|per (?:restare|rimanere) (?:sempre )?aggiornat|se vuoi (?:aggiornamenti|ricevere)|contenuto sponsorizzato",
    r"hai trovato un errore|scarica (?:gratuitamente )?(?:la nostra|la|l.) ?app|(?:ti )?potrebber?o? interessar|abbonati\b|tempo di lettura\s*:|\d+ minut[oi] di lettura",
)
PORTUGUESE = (
    r"clique (?:aqui|no link|para)\b|\*?\(?com informações d[aoe]\b|baixe (?:o|nosso) (?:app|aplicativo)|ouvir (?:notícia|artigo|matéria)|ouça (?:esta|este) (?:notícia|artigo|matéria)",
    r"tempo de leitura\s*:|encontrou (?:um|algum) erro|as opiniões d[oe]s? \w+ não (?:refletem|representam)|comentários\W*$|mais (?:lidas|notícias|vistas)\W*$|todos os direitos reservados",
    r"participe d[oa] (?:nosso |nossa )?(?:canal|grupo|comunidade)|entre (?:no|em) (?:nosso )?(?:canal|grupo)|leia a íntegra|receba (?:as (?:principais )?notícias|notícias)",
)
SITES = (*ENGLISH, *GERMAN, *FRENCH, *SPANISH, *ITALIAN, *PORTUGUESE)
# How they begin in other languages, word for word; what ends with a full stop here is the whole line.
OPENINGS = tuple(
    opening.strip()
    for opening in """
    bekijk hier alle; volg ons op; meld je aan voor; dit artikel is exclusief; dit artikel is alleen; luister naar dit artikel; leestijd:; foutje gezien; fout gezien;
    heb je een tip; gratis onbeperkt toegang; alle rechten voorbehouden; reacties.;
    följ oss på; sammanfattningen är gjord; lyssna på artikeln; det här är en låst; lästid:; hittade du ett fel; har du tips; mer om ämnet; så jobbar vi med; ansvarig utgivare; logga in för att;
    følg oss på; oppsummeringen er laget; sammendraget er laget; meld deg på; del saken; tips oss; fant du en feil; lesetid:; for abonnenter.;
    følg os på; tilmeld dig; del artiklen; lyt til artiklen; læsetid:; har du et tip; artiklen er for abonnenter; artiklen er kun for;
    voit keskustella aiheesta; kuuntele artikkeli; kuuntele juttu; tilaa uutiskirje; lukuaika; huomasitko virhe; aiheesta lisää; lue koko juttu; seuraa meitä;
    obserwuj nas; zaobserwuj nas; zapisz się do news; zapisz się na news; masz ciekawy temat; źródło:; wszelkie prawa zastrzeżone; polecane artykuły; dołącz do nas;
    dziękujemy, że przeczyta; śledź nas; polub nas;
    mohlo by vás za; sledujte nás; přihlaste se k odběru; všechna práva vyhrazena; zdroj:; našli jste v článku; našli jste chybu; prihláste sa na odber;
    všetky práva vyhradené;
    подпишитесь на; все права защищены; читать полностью; нашли ошибку; заметили ошибку; новости по теме; материалы по теме; хотите быть в курсе; время чтения;
    оставить комментарий; источник:; комментарии.;
    поділитися.; усі права захищен; якщо ви помітили помилку; знайшли помилку; стежте за нами; підпишіться на;
    bizi google; bizi takip; tüm haklari sakli; bu haberi payla; kaynak:; yorumlar.; son dakika haberleri için; bizi sosyal medya;
    gabung di channel; gabung di grup; bergabung di channel; bergabung di grup; simak berita terbaru; simak breaking news; artikel ini telah tayang; saksikan video; [gambas; hak cipta dilindungi; ikuti terus berita;
    soma zaidi; soma pia; pia soma; haber-kamera:; haber - kamera:; haber kamera:; hindi news,;
    theo dõi chúng tôi; mời bạn đọc; bản quyền thuộc; nguồn:; từ khóa:; bình luận.;
    citiți și; urmărește-ne; urmăriți-ne; abonează-te; abonați-vă; toate drepturile rezervate; articolul continuă; sursa:;
    kövess minket; kövessen minket; iratkozz fel; iratkozzon fel; minden jog fenntartva; nyitókép:; borítókép:; kiemelt kép:;
    ακολουθήστε μας; ακολουθήστε το; δείτε όλες τις τελευταίες; δείτε όλα τα; δείτε επίσης; πηγή:; κοινοποίηση.;
    تابعونا; تابعنا على; شارك المقال; شارك هذا المقال; شارك هذا الخبر; اشترك في النشرة; المصدر:; جميع الحقوق محفوظة; لمتابعة آخر; انضم إلى قناتنا;
    हमें फॉलो; देश और दुनिया की ताजा; शेयर करें; लेटेस्ट न्यूज; रहें हर खबर; ताजा खबरों के लिए;
    記事をシェア; 最新ニュースは; この記事をsns; この記事への; フォローする.; pr.; ※記事の内容は;
    저작권자 ©; 저작권자(c); 저작권자ⓒ; <저작권자; 좋아요.; 기사 제보; 기사제보; 제보는 카카오톡; 공유하기.; 댓글.;
    (visited; post views:; post views.; views.; you have reached your limit; you've reached your; you’ve reached your; share with friends.; if you found an error; if you find an error; if you notice an error;
    if you spot an error; did you find an error; aufrufe.; gefällt ihnen dieser; gefällt ihnen der; gefällt dir dieser; hat ihnen dieser; hat ihnen der artikel; hat ihnen der beitrag;
    vues.; nombre de vues.; partagez cet; partagez.; partager.; [total; vous avez aimé cet article; cet article vous a plu; visitas.; lecturas.; comparte esto; comparte en.; comparte:; comparte.;
    te gustó este; te gustó esta; ti è piaciuto; etykiety:; tagi:; podziel się.; podobał ci się; podobał się artykuł; wyświetleń.; kategorie:; kategória:; kategori:; tag:;
    если вы нашли; если вы заметили; если вы обнаружили; просмотров.; просмотры.; количество просмотров.; количество показов.; прочитано.; оцените статью; оцените новость; оцените материал; оценить.;
    понравилась статья; понравился материал; понравилась новость; понравился пост; рубрика:; рубрики:; метки:; теги:; ключевые слова:; категория:;
    якщо ви знайшли; якщо ви виявили; переглядів.; перегляди.; кількість переглядів.; позначки:; категорія:; оцініть; сподобалась стаття; сподобався матеріал;
    etiketler:; etiket:; görüntülenme.; okunma.; bu haberi beğen; štítky:; klíčová slova:; značky:; sdílejte.; sdílejte článek; sdílejte tento; líbil se vám; líbil sa vám; počet zobrazení.;
    címkék:; kulcsszavak:; ha tetszett a cikk; ha tetszett az írás; tetszett a cikk; oszd meg.; oszd meg a; oszd meg is; ossza meg.; megtekintés.; megtekintések.;
    vizualizări.; afișări.; accesări.; etichete:; dacă ți-a plăcut; dacă v-a plăcut; ți-a plăcut articolul; distribuiți; cuvinte cheie:;
    вижте още; вижте и:; вижте също; още по темата; прочетете още; прочетете също; четете още; прочетена:; прочетено:; споделете.; споделете статията; сподели.; тагове:; етикети:; ключови думи:;
    прочитајте још; прочитајте и; прочитај још; повезане вести; повезани чланци; сродни чланци; слични чланци; подели.; поделите.; подели вест; ознаке:; кључне речи:; оглас.; огласи.; прегледа.; фото:;
    povezane vijesti; povezane vesti; povezani članci; slični članci; vezane vijesti; podijeli.; podijelite.; podeli.; oznake:; ključne riječi:; ključne reči:; oglas.; oglasi.;
    ετικέτες:; κατηγορία:; προβολές.; μοιράσου το.; kata kunci:; halaman selanjutnya.; halaman berikutnya.; dilihat.; dibaca.
    """.split(";")
)
# What gives a line of less than 200 characters away wherever it stands: letters to subscribe to, channels, where else its author is found.
ANYWHERE = worded(
    "newsletter|nieuwsbrief|nyhedsbrev|nyhetsbrev|boletín|postfach|inbox|whatsapp|subscribe to our|sign up for our|commission|google actu|her on |him on |them on |@",
    r"newsletter (?:abonnieren|anmelden)|(?:our|notre|nuestra|alla|na|unseren) newsletter|nos newsletters|nuestro boletín|onze nieuwsbrief|vårt nyhetsbrev|vores nyhedsbrev|"
    r"in (?:ihrem postfach|your inbox)|whatsapp(?:-kanal| channel)|(?:canal de|canale|chaîne|canal no|notícias no) whatsapp|subscribe to our|sign up for our|"
    r"(?:earn a|affiliate) commission|google actualités|\b(?:follow|reach|contact|e-?mail|find) (?:her|him|them) "
    r"(?:on (?:twitter|x\b|facebook|instagram|threads|bluesky|linkedin|tiktok|youtube)|(?:on|at) \S*@)",
)
# The same of lines with a link: where to follow the paper, how to support it.
_CHANNELS = (
    r"google (?:news|actu|haber|noticias|новост|новин|вест|ειδήσεις)|telegram|телеграм|viber|вайбер|facebook|instagram|youtube|discover"
)
_FOLLOW = (
    r"takip ed[ie]n|abone ol|ακολουθ[ήε]στε|следи(?:те)? за|подпи(?:шитесь|сывайтесь)|чита(?:йте|й) (?:нас|ещё|нові)|підпи(?:шіться|суйтес)|стежте за|приєднуйтес|присоединяйтесь|"
    r"sledujte|kövess(?:en)?\b|urmări(?:ți|ţi)|urmărește|последвайте|следвайте|пратите|pratite|zapratite|ikuti\b|segui(?:teci|ci)\b|síguenos|siga-nos|folgen sie|folg(?:e|t) uns|"
    r"suivez|abonnez-vous|obserwuj|śledź|volg ons|följ oss|follow us"
)
LINKED = worded(
    "google|telegram|телеграм|viber|вайбер|facebook|instagram|youtube|support|soutenez|unterstütz|apóyan|sostienici|підтрим|поддерж|támoga|susține|podpořte|podržite|подкреп|destek",
    rf"(?:{_FOLLOW}).{{0,80}}(?:{_CHANNELS})|(?:{_CHANNELS}).{{0,60}}(?:{_FOLLOW})|"
    r"\bsupport us (?:by|with|on|via|through|today|now|here)|soutenez[- ]nous|unterstütz(?:en sie|e|t) (?:uns|unsere (?:arbeit|redaktion))|apóyan(?:os|ez)|sostienici|"
    r"підтрима(?:йте|ти) (?:нас|редакцію)|поддержи(?:те|ть) (?:нас|редакцию)|támogass(?:on)? minket|susține(?:ți|ţi)-ne|podpořte nás|podržite nas|подкрепете ни|bize destek ol",
)
# The same of less than 120, as they are written.
TELLING = (
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
