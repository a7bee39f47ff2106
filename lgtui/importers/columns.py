"""Rows of a list, and what its columns hold: told by their names in many languages, or by cells."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from lgtui.importers import Note
from lgtui.importers.mail_text import without_tags
from lgtui.importers.people import is_institution, looks_like_name, people
from lgtui.model import DataError, parse_id
from lgtui.text.date_reader import read_clock, read_day
from lgtui.text.folding import folded_words
from lgtui.text.inline_markdown import TBA, blank, has_words, links
from lgtui.text.urls import addresses

Cell = str | list["Cell"] | dict[str, "Cell"]
"""A cell: text; in YAML and JSON also a list or a mapping."""


class Row(NamedTuple):
    """One talk as a list has it."""

    line: int
    cells: Mapping[str, Cell]

    def cell(self, column: str) -> Cell:
        """Return a cell by column, or by a path such as ``speaker.name``; ``""`` if absent."""
        if column in self.cells:
            return self.cells[column]
        value: Cell = dict(self.cells)
        for name in column.split("."):
            value = value.get(name, "") if isinstance(value, dict) else ""
        return value


def texts_of(cell: Cell) -> list[str]:
    """Return the texts of a cell; lists one by one, mappings as ``name: value``."""
    if isinstance(cell, str):
        return [cell]
    if isinstance(cell, list):
        return [text for each in cell for text in texts_of(each)]
    if "url" in cell and ("label" in cell or "name" in cell or "title" in cell):
        label = cell.get("label") or cell.get("name") or cell.get("title")
        return [f"{label}: {cell['url']}"]
    return [f"{name}: {text}" for name, each in cell.items() for text in texts_of(each)]


COLUMNS: dict[str, str] = {
    "id": "id|talk id|code|label|kennung|identifiant|código|編號|编号|番号|번호",
    "season": "season|season number|webinar|webinar number|session|series|semester|term|"
    "trimester|saison|staffel|reihe|semestre|trimestre|temporada|stagione|ciclo|seizoen|"
    "sezon|semestr|сезон|семестр|sæson|säsong|termin|lukukausi|dönem|学期|學期|シーズン|学季|"
    "季|시즌|학기",
    "episode": "episode|episode number|part|slot|folge|teil|épisode|episodio|episódio|"
    "aflevering|odcinek|эпизод|avsnitt|bölüm|回|第几讲|회차",
    "title": "title|talk title|title of talk|title of the talk|presentation title|"
    "presentation|talk|lecture|lecture title|seminar title|proposal title|session title|"
    "titel|vortragstitel|vortrag|titel des vortrags|titre|titre de l exposé|"
    "titre de l expose|titre de la présentation|exposé|título|título de la charla|"
    "título da palestra|charla|palestra|titolo|titolo del seminario|titol|titlu|"
    "titel van de lezing|lezing|tytuł|tytuł referatu|tytuł wykładu|referat|wykład|název|"
    "název přednášky|přednáška|názov|naslov|cím|az előadás címe|название|название доклада|"
    "тема доклада|доклад|заголовок|назва|otsikko|esityksen otsikko|titel på föredraget|"
    "föredrag|tittel|foredrag|başlık|konuşma başlığı|τίτλος|タイトル|題目|演題|講演題目|"
    "発表題目|講演タイトル|题目|标题|報告題目|报告题目|报告标题|標題|讲座题目|제목|발표제목|"
    "발표 제목|강연제목|강연 제목",
    "speaker": "speaker|speakers|speaker name|speaker names|speaker s name|speaker s|"
    "presenter|presenters|presenter name|lecturer|lecturers|invited speaker|guest|"
    "guest speaker|presented by|given by|talk by|name|names|full name|who|author|authors|"
    "owner|performer|performers|persons|panelist|panelists|"
    "referent|referentin|referenten|referierende|referent in|vortragende|vortragender|"
    "vortragende r|sprecher|sprecherin|redner|rednerin|name des referenten|orateur|oratrice|"
    "orateurs|intervenant|intervenante|intervenants|conférencier|conférencière|nom|exposant|"
    "ponente|ponentes|orador|oradora|conferenciante|conferencista|nombre|nombre del ponente|"
    "palestrante|palestrantes|orador a|nome|apresentador|relatore|relatrice|relatori|oratore|"
    "ponent|vorbitor|spreker|sprekers|naam|prelegent|prelegentka|prelegenci|mówca|"
    "imię i nazwisko|přednášející|řečník|jméno|prednášajúci|predavač|predavatelj|előadó|"
    "докладчик|докладчики|спикер|лектор|выступающий|фио|автор|доповідач|puhuja|esitelmöijä|"
    "talare|föreläsare|foredragsholder|oplægsholder|taler|navn|namn|konuşmacı|konuşmacılar|"
    "ομιλητής|講演者|講師|発表者|登壇者|氏名|話者|著者|主讲人|讲者|主講人|講者|报告人|報告人|"
    "演讲人|演講人|演讲者|姓名|发言人|발표자|연사|강연자|이름|성명|강사",
    "first_name": "first name|firstname|given name|vorname|prénom|nombre de pila|"
    "nome próprio|voornaam|imię|jméno|křestní jméno|имя|etunimi|förnamn|fornavn|ad|名",
    "last_name": "last name|lastname|surname|family name|nachname|familienname|"
    "nom de famille|apellido|apellidos|sobrenome|cognome|achternaam|nazwisko|příjmení|"
    "фамилия|sukunimi|efternamn|etternavn|efternavn|soyadı|soyad|姓",
    "speaker_url": "speaker url|speaker urls|speaker website|speaker page|website|homepage|"
    "home page|web page|webpage|personal page|personal website|webseite|site web|"
    "page personnelle|página web|página personal|sito|sito web|strona|strona domowa|"
    "domovská stránka|сайт|web sitesi|ホームページ|ウェブサイト|主页|主頁|个人主页|홈페이지",
    "affiliation": "affiliation|affiliations|speaker affiliation|institution|institutions|"
    "inst|institute|org|university|organisation|organization|where|company|employer|zugehörigkeit|"
    "universität|hochschule|einrichtung|institut|institution en|affiliation s|établissement|"
    "université|organisme|rattachement|laboratoire|afiliación|institución|universidad|"
    "organización|afiliação|instituição|universidade|affiliazione|istituzione|università|"
    "ente|affiliatie|instelling|universiteit|afiliacja|uczelnia|instytucja|afiliace|"
    "instituce|univerzita|pracoviště|аффилиация|организация|университет|место работы|"
    "учреждение|institúcia|intézmény|affiliaatio|yliopisto|lärosäte|universitet|tilhørighet|"
    "tilknytning|institusjon|kurum|üniversite|所属|所属機関|所屬|所屬單位|単位|单位|單位|"
    "所在单位|工作单位|机构|大学|소속|소속기관|대학|기관",
    "abstract": "abstract|description|summary|talk abstract|abstrakt|zusammenfassung|"
    "kurzfassung|beschreibung|inhalt|résumé|description de l exposé|resumen|descripción|"
    "resumo|descrição|riassunto|sommario|descrizione|samenvatting|beschrijving|streszczenie|"
    "opis|anotace|shrnutí|absztrakt|аннотация|описание|резюме|tiivistelmä|sammanfattning|"
    "sammendrag|beskrivelse|özet|概要|要旨|講演概要|アブストラクト|摘要|简介|报告摘要|"
    "內容簡介|초록|요약|개요",
    "bio": "bio|biography|short bio|speaker bio|speaker biography|short biography|biosketch|"
    "about the speaker|about|about you|biografie|kurzbiografie|kurzvita|lebenslauf|"
    "biographie|notice biographique|biografía|biografia|biogram|nota biográfica|životopis|"
    "medailonek|биография|о докладчике|esittely|biografi|biyografi|özgeçmiş|略歴|"
    "プロフィール|講師紹介|简历|个人简介|讲者简介|簡歷|약력|연사소개|연사 소개",
    "video": "video|videos|youtube id|youtubeid|yt|yt id|video id|videoid|vimeo|vimeo id|"
    "vimeoid|link to recording|link to the recording|video url|video link|"
    "link to video|youtube|youtube link|"
    "recording url|recording link|recordings|videolink|aufzeichnung|mitschnitt|vidéo|"
    "enregistrement|vídeo|grabación|gravação|registrazione|opname|nagranie|wideo|záznam|"
    "видео|запись|tallenne|inspelning|opptak|optagelse|動画|録画|ビデオ|视频|錄影|影片|回放|"
    "录像|영상|동영상|비디오|녹화",
    "recording": "recording|consent|recording consent|sharing|video consent|recorded|is recorded|"
    "aufgezeichnet|enregistré|grabado|gravado|registrato|opgenomen|録画可否",
    "links": "links|link|materials|resources|url|urls|material|liens|lien|enlaces|enlace|"
    "ligações|materiais|materiali|collegamenti|materialen|linki|materiały|odkazy|ссылки|"
    "ссылка|материалы|länkar|lenker|bağlantılar|リンク|資料|链接|資源|材料|링크|자료|paper|"
    "papers|paper link|paper url|preprint|arxiv|article|code|github|poster|notes|handout|doi|"
    "publikation|article associé|artículo|artigo|articolo|artikel|artykuł|článek|статья|論文|"
    "论文|논문",
    "slides": "slides|slides url|slides link|slide deck|presentation slides|folien|"
    "präsentation|diapositives|diapos|transparents|présentation|diapositivas|presentación|"
    "slides pdf|apresentação|diapositive|presentazione|dias|slajdy|prezentacja|prezentace|"
    "snímky|слайды|презентация|kalvot|bilder|lysbilder|slaytlar|sunum|スライド|発表資料|"
    "幻灯片|课件|簡報|슬라이드|발표자료|발표 자료",
    "date": "date|day|when|wunschtermin|wunschdatum|vortragsdatum|vortragstermin|vortragstag|"
    "veranstaltungsdatum|seminardatum|sitzungsdatum|講演日|发表日期|報告日期|발표일|"
    "datetime|date and time|date time|talk date|start|start date|"
    "starts at|scheduled at|datum|tag|termin|wann|datum und uhrzeit|jour|date de l exposé|"
    "date et heure|quand|fecha|día|cuándo|fecha y hora|data|dia|quando|data e hora|"
    "data e ora|giorno|dag|datum en tijd|data i godzina|dzień|kiedy|datum a čas|den|kdy|"
    "dátum|время и дата|дата|дата и время|день|когда|päivä|päivämäärä|pvm|dato|tid|tarih|gün|"
    "ημερομηνία|日付|日時|開催日|開催日時|日程|日期|时间日期|講座日期|날짜|일자|일시|일정",
    "year": "year|jahr|année|année universitaire|año|ano|anno|jaar|rok|год|vuosi|år|yıl|年|"
    "年度|년도|연도",
    "month": "month|monat|mois|mes|mês|mese|maand|miesiąc|měsíc|месяц|kuukausi|måned|månad|"
    "ay|月|월",
    "time": "time|time slot|slot time|"
    "godz|hour|hours|start time|starts|uhrzeit|zeit|beginn|heure|horaire|début|hora|"
    "horario|horário|ora|orario|tijd|godzina|czas|čas|hodina|время|час|aika|kello|klokkeslæt|"
    "klockslag|klokkeslett|saat|時間|時刻|開始時刻|时间|时刻|시간|시각",
    "timezone": "timezone|time zone|zone|tz|zeitzone|fuseau horaire|fuseau|zona horaria|"
    "fuso horário|fuso orario|tijdzone|strefa czasowa|часовой пояс|saat dilimi|タイムゾーン|"
    "时区|時區|시간대",
    "theme": "theme|topic|topics|season theme|season title|track|thema|themen|thème|sujet|"
    "tema|onderwerp|temat|téma|тема|aihe|emne|ämne|konu|θέμα|テーマ|主题|主題|话题|주제|테마",
    "register_url": "register url|registration|register|registration link|registration url|"
    "zoom|zoom link|meeting link|live url|anmeldung|anmeldelink|inscription|"
    "lien d inscription|inscripción|registro|inscrição|iscrizione|aanmelden|rejestracja|"
    "registrace|регистрация|ilmoittautuminen|anmälan|påmelding|tilmelding|kayıt|申込|"
    "参加登録|注册|报名|報名|등록|신청",
    "state": "state|status|proposal state|proposal status|session state|session status|"
    "talk state|talk status|submission state|submission status|decision|entscheidung|décision|"
    "decisión|decisão|decisione|stan|tila|durum|stav|estado|stato|statut|статус|状態|状态|상태",
}
"""For each fact of a list the names its column usually has, in any case, with any blanks."""

DECLINED, POSTPONED, PLANNED = "declined", "postponed", "planned"
"""What a list may say of a talk, besides the states of a season."""

STATES = {
    **dict.fromkeys(("held", "done", "past", "given", "archived", "archive", "previous",
                     "vergangene", "passés", "pasadas", "gehalten", "durchgeführt", "stattgefunden",
                     "completed", "finished", "delivered", "presented", "took place",
                     "celebrada", "celebrado", "realizada", "realizado", "svolto", "svolta",
                     "tenuto", "effectué", "effectuée",
                     "réalisé", "réalisée", "gehouden", "odbyło się", "проведено", "состоялось",
                     "終了", "已举办", "完了", "종료"), "held"),
    **dict.fromkeys(("cancelled", "canceled", "called off", "abgesagt", "entfällt", "fällt aus",
                     "annulé", "annulée", "cancelado", "cancelada", "annullato", "annullata",
                     "geannuleerd", "afgelast", "odwołane", "odwołany", "zrušeno", "inställt",
                     "avlyst", "aflyst", "peruttu", "iptal", "iptal edildi", "отменено", "отменён",
                     "中止", "取消", "취소"), "cancelled"),
    **dict.fromkeys(("upcoming", "next", "future", "kommende", "à venir", "próximas", "予定"),
                    "upcoming"),
    **dict.fromkeys(("planned", "confirmed", "scheduled", "accepted", "approved", "geplant",
                     "bestätigt", "angenommen", "confirmé", "confirmée", "prévu", "prévue",
                     "accepté", "acceptée", "confirmado", "confirmada", "aceptado", "aceptada",
                     "aceito", "aceita", "confermato", "confermata", "accettato", "accettata",
                     "bevestigd", "geaccepteerd", "gepland", "potwierdzone", "zaakceptowane",
                     "zaplanowane", "принято", "подтверждено", "確定", "採択", "已确认", "확정"),
                    PLANNED),
    **dict.fromkeys(("postponed", "moved", "rescheduled", "deferred", "delayed", "on hold",
                     "verschoben", "vertagt", "reporté", "reportée", "repoussé", "repoussée",
                     "aplazado", "aplazada", "pospuesto", "pospuesta", "adiado", "adiada",
                     "rinviato", "rinviata", "posticipato", "posticipata", "uitgesteld",
                     "verplaatst", "przełożone", "przełożony", "odloženo", "uppskjutet",
                     "framflyttat", "utsatt", "udsat", "siirretty", "ertelendi", "перенесено",
                     "перенесён", "отложено", "延期", "推迟", "改期", "연기"), POSTPONED),
    **dict.fromkeys(("declined", "rejected", "refused", "withdrawn", "not accepted", "turned down",
                     "abgelehnt", "zurückgezogen", "refusé", "refusée", "rejeté", "rejetée",
                     "retiré", "retirée", "décliné", "rechazado", "rechazada", "retirado",
                     "retirada", "rejeitado", "rejeitada", "recusado", "recusada", "rifiutato",
                     "rifiutata", "respinto", "respinta", "ritirato", "ritirata", "afgewezen",
                     "geweigerd", "ingetrokken", "odrzucone", "odrzucony", "wycofane", "zamítnuto",
                     "avslaget", "avböjt", "avvist", "afvist", "hylätty", "reddedildi", "отклонено",
                     "отозвано", "不採択", "却下", "拒绝", "未通过", "거절", "철회"), DECLINED),
}  # fmt: skip
"""The states of a season, and of a talk, by the words for them."""


def read_state(text: str) -> str:
    """Return what a cell says of a talk's state: one of ``STATES``, ``""`` for none.

    Words behind it (``Declined (too long)``, ``postponed to May``) and signs do not count.
    """
    words = folded_words(text)
    states = _folded_states()
    if words in states:
        return states[words]
    first = next((state for said, state in states.items() if words.startswith(f"{said} ")), "")
    return "" if first == "upcoming" or len(words.split()) > 8 else first


@cache
def _folded_states() -> dict[str, str]:
    return {folded_words(said): state for said, state in STATES.items()}


OTHER_SPEAKER = "speaker where no other column names one"
"""Stands for a fact: columns such as Name that count in rows whose Speaker is empty."""

_AUTHORS = re.compile(r"author|auteur|autor|autore|автор|著者|owner|^names?$|^who$")
"""Columns of people that give way to one that names who speaks."""

_OF_PAPERS = re.compile(
    r"paper|preprint|arxiv|article|articulo|artigo|articolo|artikel|artykul|clanek|статья|論文|论文|논문"
)
_OF_FORM = re.compile(
    r"(?i)time ?stamp|zeitstempel|complet(?:ion|ed)|fertigstell\w*|abgeschlossen|start ?zeit|"
    r"submi(?:ssion|tted)|eingereicht|eingegangen|eingang|last (?:modified|updated|edited)\b.*|"
    r"(?:zuletzt|letzte) .*|modified|updated|created|erstellt|marca temporal|marca de tiempo|"
    r"hora de (?:inicio|início|finalizaci[oó]n|conclus[aã]o|finaliza[cç][aã]o)|horodat\w*|"
    r"heure (?:de|du) (?:d[eé]but|fin)|carimbo de data\W*hora|informazioni cronologiche|"
    r"ora di (?:inizio|completamento)|tijdstempel|begintijd|tijd van voltooien|sygnatura czasowa|"
    r"czas (?:rozpocz|uko)\w*|отметка времени|время (?:создания|заполнения)|タイムスタンプ|"
    r"完了時刻|提交时间|开始时间|完成时间|타임스탬프|완료 시간|\bstart time\b"
)
"""Columns that a form or a program for proposals fills in itself: when somebody wrote there."""

_ASKS = re.compile(
    r"\b(?:agree|consent|allow|permission|permit|may we|can we|einverstanden|durfen|zustimm\w*|"
    r"einwillig\w*|erlaub\w*|d accord|acuerdo|accetta|acconsent\w*|concord\w+|acepta\w*|aceita|"
    r"consent\w+|autori\w+|accepte\w*|akkoord|toestemming|zgod\w+)\b"
)
_OF_RECORDING = re.compile(
    r"\b(?:record(?:ed|ing|ings)?|aufzeichn\w*|aufgezeichnet|aufnahme|enregistr\w*|graba\w*|"
    r"grava\w*|registra\w*|opname\w*|opgenomen|nagran\w*|videotaped|filmed)\b"
)
"""A column that asks whether the talk may be recorded."""

_PREFERRED = frozenset(
    "preferred proposed desired requested suggested agreed final confirmed talks presentation "
    "lecture seminar session webinar event bevorzugtes bevorzugter gewunschtes gewunschter "
    "vortrag vortrags vortrages seminars veranstaltung sitzung expose seance souhaitee souhaite "
    "preferee seminaire conference intervention charla ponencia sesion preferida seminario "
    "preferido palestra sessao preferita intervento relazione gewenste voorkeursdatum lezing "
    "wykladu prelekcji seminarium prednasky доклада лекции выступления семинара foredrag "
    "foredraget esitelman sunum".split()
)
"""Words that say of a day or an hour whose it is: the talk's."""

_ASIDES = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|[*:?]")
_FILLERS = frozenset(
    "your the of a an please enter full talk s l d der des die du de la le del della da do van "
    "ihr ihre ihres ihrer votre vos su sus seu sua tuo din ditt uw".split()
)


@cache
def _facts() -> dict[str, str]:
    """Return the fact of each folded name; the first fact that has it counts."""
    found: dict[str, str] = {}
    for fact, names in COLUMNS.items():
        for name in names.split("|"):
            found.setdefault(folded_words(name), fact)
    return found


@cache
def fact_named(column: str) -> str:
    """Return the fact that a column's name tells, ``""`` for none.

    A number behind it (``Speaker 2``), an aside (``Title (one line)``) and small words do not
    count; a name in two languages (``Titel / Title``) needs one that is known.
    """
    facts = _facts()
    bare = _ASIDES.sub(" ", column)
    plain = folded_words(bare)
    unnumbered = re.sub(r"\s*[0-9]+$", "", plain)
    parted = folded_words(re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", column))  # startDate
    for name in (folded_words(column), plain, unnumbered, parted):
        if fact := facts.get(name):
            return fact
    filtered = " ".join(word for word in unnumbered.split() if word not in _FILLERS)
    if fact := facts.get(filtered):
        return fact
    whose = " ".join(word for word in filtered.split() if word not in _PREFERRED)
    if whose != filtered:
        fact = "date" if whose == "termin" else facts.get(whose, "")
        if fact in ("date", "time", "title", "abstract"):
            return fact
    if _OF_RECORDING.search(plain) and (column.rstrip(" *").endswith("?") or _ASKS.search(plain)):
        return "recording"
    parts = [folded_words(part) for part in re.split(r"\s*[/|\n]\s*|\s+-\s+", bare)]
    named = [fact for part in parts if (fact := facts.get(part))] if len(parts) > 1 else []
    return named[0] if named else ""


def parse_map(given: Iterable[str]) -> dict[str, list[str]]:
    """Parse ``--map``: for each fact the columns that hold it.

    Args:
        given: ``speaker=Presenter``; a fact may be given several times.

    Raises:
        DataError: one has no ``=``, or names no fact.
    """
    found: dict[str, list[str]] = {}
    for each in given:
        fact, sign, column = (part.strip() for part in each.partition("="))
        if not sign or not column:
            raise DataError(f"--map: {each!r} names no column; write it as speaker=Presenter")
        if fact not in COLUMNS:
            raise DataError(
                f"--map: there is no {fact!r} in a record; there are {', '.join(COLUMNS)}"
            )
        found.setdefault(fact, []).append(column)
    return found


def assign(names: Iterable[str], given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Assign columns to facts by their names, in the list's order.

    A numbered column (``Speaker 2``) goes with the others of its name. A column that the map
    names is used for that alone.

    Args:
        names: the list's columns.
        given: what :func:`parse_map` gave.

    Raises:
        DataError: the map names a column that the list does not have.
    """
    names = list(dict.fromkeys(names))
    found = {
        fact: [_column(names, column) for column in columns] for fact, columns in given.items()
    }
    mapped = {column for columns in found.values() for column in columns}
    for column in names:
        fact = fact_named(column)
        if column not in mapped and fact and fact not in given:
            found.setdefault(fact, []).append(column)
    return found


def recognize(
    name: str, rows: Sequence[Row], given: Mapping[str, list[str]], notes: list[Note]
) -> dict[str, list[str]]:
    """Assign columns to facts by the map, by their names, then by what their cells hold.

    Args:
        name: the file's name, for the notes.
        rows: the list's rows.
        given: what :func:`parse_map` gave.
        notes: where to put what only the cells told.

    Raises:
        DataError: the map names a column that the list does not have.
    """
    names = list(dict.fromkeys(column for row in rows for column in row.cells))
    found = assign(names, given)
    mapped = {column for fact in given for column in found.get(fact, ())}
    samples = {column: _sample(rows, column) for column in names}
    guessed = _Guesses(name, rows, samples, notes)
    guessed.by_name(found, given)
    left = [each for each in names if samples[each] and each not in mapped
            and not any(each in columns for columns in found.values())]  # fmt: skip
    guessed.by_content(found, left)
    return {fact: columns for fact, columns in found.items() if columns}


_SAMPLE = 200
"""So many cells tell what a column holds."""


def _sample(rows: Sequence[Row], column: str) -> list[str]:
    """Return the texts of a column's first filled cells."""
    found: list[str] = []
    for row in rows:
        cell = row.cell(column)
        if isinstance(cell, str):
            if cell.strip():
                found.append(cell.strip())
        else:
            found += [text for text in texts_of(cell) if text.strip()]
        if len(found) >= _SAMPLE:
            break
    return found


def _share(cells: list[str], holds: Callable[[str], object]) -> float:
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


_SAID_ONCE = {
    "title": r"tit[eluo]|tytul|nazev|nazov|naslov|назв|заголов|题|題|標|标|タイトル|제목|otsikko",
    "affiliation": r"affili|instit|universit|所属|所屬|单位|소속",
    "season": r"season|semest|term|saison|staffel|stagione|tempor|sezon|сезон|学期|學期|학기|시즌",
    "theme": r"theme|thema|tema|主题|主題|テーマ|주제",
    "state": r"stat",
    "timezone": r"time ?zone|zeitzone",
}
"""Facts of which one column counts, with what its name has where several come into question."""


def _one_of(columns: list[str], better: str) -> list[str]:
    """Return the columns of the best name alone, numbered ones together: ``Affiliation 2``."""
    plain = [re.sub(r"\s*[0-9]+$", "", folded_words(one)) for one in columns]
    best = next((name for name in plain if re.search(better, name)), plain[0])
    return [one for one, name in zip(columns, plain, strict=True) if name == best]


class _Guesses:
    """Corrects what names alone tell of the columns, by what their cells hold; notes each guess."""

    def __init__(
        self, name: str, rows: Sequence[Row], samples: Mapping[str, list[str]], notes: list[Note]
    ) -> None:
        self.name, self.rows, self.samples, self.notes = name, rows, samples, notes

    def _note(self, column: str, fact: str, why: str) -> None:
        line = next((row.line for row in self.rows if row.cell(column)), 1)
        self.notes.append(Note(self.name, line, 1, "guess", column, fact, why))

    def by_name(self, found: dict[str, list[str]], given: Mapping[str, list[str]]) -> None:
        """Decide about names that mean two things: Session, Paper, Topic, Authors, Name."""
        for column in [] if "season" in given else list(found.get("season", ())):
            if _share(self.samples[column], parse_id) > 0.5 and "id" not in found:
                found["season"].remove(column)
                found["id"] = [column]
        self._choose_days(found, given)
        for column in [] if "links" in given else list(found.get("links", ())):
            if not _OF_PAPERS.search(folded_words(column)) or not self.samples[column]:
                continue
            if _share(self.samples[column], addresses) < 0.2:
                found["links"].remove(column)
                if "title" not in found:
                    found["title"] = [column]
                    self._note(column, "title", f"no column says title; --map links={column!r} "
                               "takes it as a link")  # fmt: skip
        for column in [] if "title" in given else list(found.get("title", ())):
            if len(found["title"]) > 1 and _share(self.samples[column], addresses) > 0.5:
                found["title"].remove(column)
                found.setdefault("links", []).append(column)
        if "title" not in found:
            self._find_title(found, given)
        for fact, better in _SAID_ONCE.items():
            columns = found.get(fact, [])
            together = any(sum(map(bool, map(row.cell, columns))) > 1 for row in self.rows)
            if fact not in given and together:
                found[fact] = _one_of(columns, better)
        if "speaker" not in given and found.get("speaker"):
            self._choose_speakers(found)

    def _choose_days(self, found: dict[str, list[str]], given: Mapping[str, list[str]]) -> None:
        """Tell days from hours, and both from what a form fills in: when somebody answered.

        An hour alone (``Start`` beside ``Date``) is the talk's hour. A column such as ``Start
        time`` that has days counts as the day only where no other column tells it.
        """
        days, hours = found.get("date", []), found.get("time", [])
        timed = [one for one in hours if _share(self.samples[one], _is_day) > 0.5]
        for column in timed if "time" not in given else ():
            hours.remove(column)
            if not days and "date" not in given and not _OF_FORM.fullmatch(column.strip()):
                found.setdefault("date", days).append(column)
        if "date" in given or len(days) < 2:
            return
        for column in list(days):
            if self.samples[column] and _share(self.samples[column], _is_hour) > 0.9:
                days.remove(column)
                found.setdefault("time", []).append(column)
        full = [one for one in days if _share(self.samples[one], _is_day) > 0.5]
        whose = [one for one in full if not set(folded_words(one).split()).isdisjoint(
                 (*_PREFERRED, "talk"))]  # fmt: skip
        formal = [one for one in full if _OF_FORM.search(one)]
        if len(full) > 1 and (whose or formal):
            found["date"] = whose[:1] or [one for one in days if one not in formal]

    def _find_title(self, found: dict[str, list[str]], given: Mapping[str, list[str]]) -> None:
        """Take ``name`` as the title where another column has the people, else the theme."""
        speakers = found.get("speaker", [])
        names = [one for one in speakers if folded_words(one) == "name" and self.samples[one]]
        others = [one for one in speakers if one not in names and self.samples[one]]
        if (
            names
            and others
            and "speaker" not in given
            and not all(map(looks_like_name, self.samples[names[0]]))
        ):
            speakers.remove(names[0])
            found["title"] = names[:1]
            self._note(names[0], "title", f"no column says title, and {others[0]} has the people")
        elif "theme" not in given and found.get("theme"):
            column = found["theme"].pop(0)
            found["title"] = [column]
            why = f"no column says title; --map theme={column!r} takes it as the season's theme"
            self._note(column, "title", why)

    def _choose_speakers(self, found: dict[str, list[str]]) -> None:
        """Let columns of authors and names give way to one that names who speaks."""
        speaking = [one for one in found["speaker"] if not _AUTHORS.search(folded_words(one))]
        others = [one for one in found["speaker"] if one not in speaking]
        if speaking and any(self.samples[one] for one in speaking):
            found["speaker"] = speaking
            if any(
                any(map(row.cell, others)) and not any(map(row.cell, speaking)) for row in self.rows
            ):
                found[OTHER_SPEAKER] = others

    def by_content(self, found: dict[str, list[str]], left: list[str]) -> None:
        """Give the columns whose names say nothing to facts that no column has."""
        said = "its name does not tell, its cells do; --map says it otherwise"

        def take(fact: str, columns: list[str]) -> None:
            for column in columns[:1] if fact != "links" else columns:
                left.remove(column)
                found.setdefault(fact, []).append(column)
                self._note(column, fact, said)

        def fitting(holds: Callable[[str], object], least: float) -> list[str]:
            return [one for one in left if _share(self.samples[one], holds) >= least]

        if not any(fact in found for fact in ("date", "month", "year")):
            dated = fitting(_is_day, 0.7)
            own = [one for one in dated if not _OF_FORM.search(one)]
            stamps = (one for one in dated if _share(self.samples[one], _is_stamp) > 0.5)
            take("date", own if own or len(dated) > 1 or any(stamps) else dated)
        if "video" not in found:
            take("video", fitting(_OF_VIDEO.search, 0.7))
        take("links", fitting(_is_address, 0.9))
        if not any(fact in found for fact in ("speaker", "first_name", "last_name")):
            take("speaker", fitting(_is_people, 0.7))
        if "affiliation" not in found and "speaker" in found:
            take("affiliation", fitting(is_institution, 0.6))
        if "title" not in found and "speaker" in found:
            lengths = {
                one: sum(map(len, self.samples[one])) / len(self.samples[one]) for one in left
                if not _OF_FORM.search(one) and _share(self.samples[one], _is_day) < 0.5
                and not any(_has_mapping(row.cell(one)) for row in self.rows[:_SAMPLE])
                and _share(self.samples[one], _is_short) > 0.8
            }  # fmt: skip
            take("title", sorted((one for one in lengths if lengths[one] > 5),
                                 key=lambda one: -lengths[one]))  # fmt: skip


_OF_VIDEO = re.compile(
    r"(?i)https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|b23\.tv|"
    r"panopto\.\w+|mediaspace\.\w+|peertube\.\w+|rutube\.ru|dailymotion\.com)/|https?://\S+\.mp4\b"
)


def _is_day(cell: str) -> bool:
    found = read_day(cell)
    return found is not None and len(cell) < 60


def _is_short(text: str) -> bool:
    """Return whether a cell can be a title by its length."""
    return len(text) < 250 and has_words(text)


def _has_mapping(cell: Cell) -> bool:
    """Return whether a cell is an entry of its own, or a list of such."""
    return isinstance(cell, dict) or (isinstance(cell, list) and any(map(_has_mapping, cell)))


def _is_stamp(cell: str) -> bool:
    """Return whether a program wrote a moment down: to the second, or at an odd minute."""
    found = re.search(r"\b[0-9]{1,2}:([0-9]{2})(?::([0-9]{2}))?\b", cell)
    return found is not None and (int(found[1]) % 5 != 0 or (found[2] or "00") != "00")


def _is_hour(cell: str) -> bool:
    """Return whether a cell is an hour without a day, also as a workbook's part of a day."""
    if re.fullmatch(r"\s*0?\.[0-9]+\s*", cell):
        return True
    return read_day(cell) is None and read_clock(cell, (), alone=True) is not None


def _is_address(cell: str) -> bool:
    found = addresses(cell)
    return bool(found) and not has_words(blank(cell, [(one.start, one.end) for one in found]))


def _is_people(cell: str) -> bool:
    """Return whether a cell can be the names of people and nothing else."""
    if re.fullmatch(
        r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u3400-\u9fff・]{3,9}", cell
    ):
        return True
    named = people(cell)
    return bool(named) and all(looks_like_name(one.name) for one in named)


def _column(names: list[str], wanted: str) -> str:
    """Return the column of a name; of one inside another (``speaker.name``) the whole path."""
    for same in (
        lambda name: name == wanted,
        lambda name: folded_words(name) == folded_words(wanted) != "",
    ):
        for name in names:
            if same(name):
                return name
    if wanted.partition(".")[0] in names:
        return wanted
    raise DataError(f"--map: the list has no column {wanted!r}; it has {', '.join(names)}")


_NO_VALUE = re.compile(
    r"(?i)\s*(?:n\s?/\s?a|none|nil|null|nan|#n/a|[-–—―_.…?*/]+|keine?r?|aucune?|ninguno|nessuno|geen|"
    r"brak|žádný|нет|なし|無し|无|無|暂无|없음|해당 ?없음)\s*"
)
"""What stands in a cell that has no value."""

_OPEN = re.compile(
    r"(?i)[\W_]*(?P<noun>.*?)[\s:;,.–—-]*(?P<said>"
    r"t\.?\s?b\.?\s?[acd]\.?|n\.\s?n\.?|to (?:be (?:announced|determined|confirmed|decided|"
    r"added|defined|provided)|follow|come)|(?:is |are )?coming(?: soon)?|forthcoming|"
    r"not (?:yet )?(?:known|available|announced)(?: yet)?|"
    r"(?:wird|werden) (?:noch |später |in kürze )?(?:bekannt ?gegeben|angekündigt|nachgereicht|"
    r"ergänzt|festgelegt)|folgt(?: noch| in kürze| demnächst| bald| später)?|"
    r"(?:steht|stehen) noch (?:nicht fest|aus)|noch (?:offen|nicht bekannt|unbekannt)|"
    r"à (?:venir|confirmer|définir|préciser|déterminer|annoncer|compléter)|(?:sera|seront) "
    r"(?:annoncé|communiqué|précisé)e?s?(?: ultérieurement| prochainement)?|"
    r"(?:pendiente de |por )(?:confirmar|determinar|anunciar|definir|concretar|confirmación)|"
    r"próximamente|"
    r"a (?:definir|confirmar|anunciar|determinar|designar)|em breve|"
    r"da (?:definire|confermare|annunciare|determinare|stabilire|comunicare)|in arrivo|"
    r"(?:nog )?te bepalen|volgt(?: nog| later| binnenkort)?|wordt (?:nog |later )?"
    r"(?:bekend ?gemaakt|aangekondigd)|nog niet bekend|"
    r"do (?:ustalenia|potwierdzenia|uzupełnienia)|wkrótce|bude (?:upřesněn|doplněn|oznámen)[oaáý]?|"
    r"(?:будет объявлен|уточня|будет уточн[её]н|будет сообщ[её]н)\w*(?: позже| дополнительно)?|"
    r"kommer(?: snart| senare| senere)|følger(?: senere)?|meddelas senare|annonceres senere|"
    r"ilmoitetaan(?: myöhemmin)?|(?:daha sonra )?(?:duyurulacak|açıklanacak)|"
    r"未定|調整中|後日(?:公開|発表|お知らせ)|追って(?:連絡|お知らせ)|待定|待通知|"
    r"待公布|미정|추후 ?공지)\W*"
)
"""What stands in a cell whose value is still open, with what is open: “Résumé à venir”."""

_OPEN_NOUNS = frozenset(
    "title abstract bio speaker affiliation date time video slides links".split()
)
_OPEN_WORDS = frozenset(
    "details info more information noch nog still das le la l el il o a".split()
)

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONG = ("abstract", "bio")


def is_open_value(text: str) -> bool:
    """Return whether a cell says that its value is not known yet: TBA, Titel folgt, 未定."""
    if TBA.fullmatch(text.strip()):
        return True
    found = _OPEN.fullmatch(text) if len(text) < 100 else None
    if found is None:
        return False
    facts = _facts()
    rest = folded_words(found["noun"])
    words = [word for word in rest.split() if word not in _FILLERS | _OPEN_WORDS]
    return not words or any(facts.get(noun) in _OPEN_NOUNS for noun in (rest, " ".join(words)))


def has_value(cell: Cell, fact: str) -> bool:
    """Return whether a cell says something: TBA, N/A, dashes and blanks do not."""
    if not isinstance(cell, str):
        return bool(cell)
    if not cell.strip() or is_open_value(cell):
        return False
    return fact in ("recording", "video") or not _NO_VALUE.fullmatch(cell)


def without_html(text: str, fact: str) -> str:
    """Return a text with its HTML as Markdown, and marks of footnotes as raised digits."""
    if "<" not in text and "&" not in text:
        return text
    text = re.sub(
        r"(?i)<(?:iframe|video|embed|source|img)\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>"
        r"|</(?:iframe|video)>",
        lambda found: f" {found[1]} " if found[1] else " ",
        text,
    )
    text = re.sub(
        r"(?i)<sup>\s*([0-9,\s]+?)\s*</sup>",
        lambda found: found[1].translate(_SUPERSCRIPT).replace(" ", ""),
        text,
    )
    if fact in _LONG:
        text = re.sub(r"(?i)</?(?:em|i)>", "*", text)
        text = re.sub(r"(?i)</?(?:strong|b)>", "**", text)
        text = re.sub(r"(?i)\s*</p>\s*<p\b[^<>]*>\s*", "\n\n", text)
    return without_tags(text)


def unlinked(text: str) -> str:
    """Return a text with its links' words alone."""
    for link in reversed(links(text) if "](" in text else []):
        text = text[: link.start] + link.text + text[link.end :]
    return text


class ListCells:
    """The cells of a list by the facts they hold, and the notes on them.

    ``spent`` are the texts of the row being read that are understood and repeated in no record.
    """

    def __init__(self, name: str, columns: Mapping[str, list[str]]) -> None:
        self.name, self.columns = name, columns
        self.notes: list[Note] = []
        self.spent: list[str] = []

    def note(self, row: Row, kind: str, before: str, after: str, why: str) -> None:
        """Note something of a row, with what a :class:`Note` has."""
        self.notes.append(Note(self.name, row.line, 1, kind, before, after, why))

    def note_unless_empty(self, row: Row, text: str, why: str) -> None:
        """Note words that the record does not take, where there are any."""
        if text:
            self.note(row, "kept", text, "", why)

    def cells(self, row: Row, fact: str) -> list[Cell]:
        """Return the filled cells of a fact; TBA and N/A count as empty."""
        found = [row.cell(column) for column in self.columns.get(fact, ())]
        return [cell for cell in found if has_value(cell, fact)]

    def is_open(self, row: Row, fact: str) -> bool:
        """Return whether a cell of a fact says that it is not known yet."""
        cells = [row.cell(column) for column in self.columns.get(fact, ())]
        return any(isinstance(cell, str) and is_open_value(cell) for cell in cells)

    def strings(self, row: Row, fact: str) -> list[str]:
        """Return the texts of a fact's cells, without HTML; lists one by one."""
        found = [text for cell in self.cells(row, fact) for text in texts_of(cell)]
        return [without_html(text, fact) for text in found if text.strip()]

    def line(self, row: Row, fact: str) -> str:
        """Return a fact of one line; several cells with a blank between them."""
        return unlinked(" ".join(" ".join(self.strings(row, fact)).split()))

    def text(self, row: Row, fact: str) -> str:
        """Return a Markdown text; several cells as paragraphs."""
        return "\n\n".join(text.strip() for text in self.strings(row, fact))
