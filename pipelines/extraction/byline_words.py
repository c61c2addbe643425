"""What stands before the names in bylines, as papers print it: `Escrito por Ana Ruiz`, `Dal nostro inviato Luca Riva`."""

from __future__ import annotations

# A line a language; a name follows, with a colon or without. None of these begins a name or a sentence that is not about an author.
_LEADS = """
written by|reported by|posted by|published by|submitted by|report by|reporting by|review by|words by|text by|story by|column by
a column by
geschrieben von|verfasst von|gespeichert von|eingetragen von|aufgezeichnet von|es berichtet|von unserem korrespondenten
von unserer korrespondentin
von unserem redakteur|von unserer redakteurin|von unserem mitarbeiter|von unserer mitarbeiterin|von unserem reporter
von unserer reporterin
rédigé par|soumis par|proposé par|posté par|article rédigé par|écrit par|publié par|un article de|un texte de|un reportage de
une enquête de|une chronique de|signé
de notre correspondant|de notre correspondante|de notre envoyé spécial|de notre envoyée spéciale
escrito por|enviado por|redactado por|publicado por|elaborado por|una crónica de|un reportaje de|un artículo de|por nuestro corresponsal
de nuestro corresponsal|de nuestra corresponsal|de nuestro enviado especial|de nuestra enviada especial
texto de|reportagem de|uma reportagem de|texto e fotos de
scritto da|inviato da|inserito da|pubblicato da|articolo di|un articolo di|a cura di|testo di|servizio di|di redazione
dal nostro inviato|dalla nostra inviata|dal nostro corrispondente|dalla nostra corrispondente|dai nostri inviati
escrit per|redactat per|text de
geschreven door|ingediend door|geplaatst door|gepubliceerd door|een artikel van|van onze correspondent|van onze verslaggever
van onze redacteur
skriven av|skrivet av|publicerad av|text av|en artikel av
skrevet av|publisert av|tekst av|skrevet af|publiceret af|tekst af
toimittaja|kirjoittaja|kirjoittanut|teksti
napisane przez|przesłane przez|dodane przez|opublikowane przez|napisał|napisała|rozmawiał|rozmawiała|opracował|opracowała|tekst
napsal|napsala|připravil|připravila|napísal|napísala|pripravil|pripravila
scris de|publicat de|un articol de|articol de|a consemnat|a intervievat
írta|szerző|készítette
piše|pišu|napisal|napisala|pripremio|pripremila|autor teksta
пише|пишу|аутор|приредио|приредила|автор|авторка|автори
написал|написала|добавил|добавила|опубликовал|опубликовала|отправлено|беседовал|беседовала|подготовил|подготовила|корреспондент
обозреватель|спецкор|записал|записала
розмовляв|розмовляла|підготував|підготувала|кореспондент|кореспондентка
γράφει ο|γράφει η|γράφουν οι|γράφουν|του δημοσιογράφου|συνέντευξη στον|συνέντευξη στην|επιμέλεια
haber|yazan|hazırlayan|röportaj|söyleşi
ditulis oleh|laporan|laporan oleh|reporter|ditulis|disusun oleh|tác giả|bài|shkruar nga|shkruan|müəllif|geskryf deur
eingestellt von|gepostet von|veröffentlicht von
posteado por|postado por|postato da|gepost door
wysłane przez|wpisany przez|dodał|dodała|vložil|vložila|vložil(a)|napsal(a)|přidal|přidala|zveřejnil|vložené používateľom
отправил|отправила|разместил|разместила|опубликовано пользователем
автор статьи|автор материала|автор новости|автор публикации|автор статті|автор матеріалу|автор новини
додав|додала|надіслав|надіслала|опублікував|опублікувала
изпратено от|написано от|написана от|публикувано от|публикувана от|добавено от|написао|поставио|поставила|објавио|објавила
napisao|postavio|postavila|objavio|objavila|beküldte|közzétette|feltöltötte|trimis de|postat de|adăugat de|de către
υποβλήθηκε από|αναρτήθηκε από|δημοσιεύτηκε από|δημοσιεύθηκε από|γράφτηκε από τον/την|γράφτηκε από|γράφει ο/η|από τον/την
gönderen|ekleyen|yayınlayan|diposting oleh|diterbitkan oleh|dikirim oleh|dipublikasikan oleh
"""
LEADS = tuple(lead for line in _LEADS.strip().splitlines() for lead in line.split("|"))
# Words that are names or said of anything in other languages.
OWN_LEADS = {
    "af": "deur",
    "bg": "от",
    "ca": "per",
    "cs": "od",
    "el": "του|της|των|από τον|από την|από",
    "hr": "razgovarao|razgovarala",
    "it": "da",
    "mk": "од",
    "ru": "от",
    "sk": "od",
    "sq": "nga",
    "sr": "од|од стране|od|od strane",
    "sw": "na|imeandikwa na",
    "tl": "ni|nina|isinulat ni",
    "uk": "від",
}
