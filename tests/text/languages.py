"""Words of many languages, and the ways in which programs garble them."""

from lgtui.text import encoding

WORDS = {
    "Polish": "Zając Łukasz Żółć Świątek Kraków Gdańsk źdźbło gęś chwilę Wałęsa Łódź ŁÓDŹ",
    "Czech": "Dvořák Škoda Čapek Jiří Plzeň žluťoučký kůň úpěl ďábelské ČESKÁ Třešť věštec",
    "Hungarian": "Erdős Gergő Győr fűszer Őriszentpéter Árvíztűrő könyv",
    "Romanian": "Brâncuși Ștefan Țepeș învăța Timișoara Ioniță",
    "Turkish": "Gülşah İstanbul Iğdır Şükrü ağaç Çelik Öztürk yığın",
    "French": "François Théo naïve Élise œuvre cœur déjà garçon Noël ÉCOLE CentraleSupélec",
    "German": "Müller Straße Größe Übung Österreich ÄRZTE Jürgen Weiß",
    "Spanish": "Jiménez-Sánchez Muñoz Ángel Íñigo ¿Qué? ¡Olé! AÑO corazón Núñez",
    "Portuguese": "São João Conceição Magalhães Ângela Espírito SÃO AMANHÃ coração Antônio",
    "Danish": "Søren Åse Ærø Kierkegård blåbær Ørsted Møller",
    "Icelandic": "Þórður Guðrún Ísland Æsir Björk það",
    "Vietnamese": "Nguyễn Trần Đặng Phạm Hồ Chí Việt tiếng được người đường Ước",
    "Greek": "Αθήνα Παπαδόπουλος Γιώργος είναι Ελλάδα ΑΘΗΝΑ Άρης ψυχή",
    "Russian": "Москва Привет Фёдор Юрий Щукин ёлка РОССИЯ объект Иван",
    "Ukrainian": "Київ Рівне Їжак Євген ґанок Сєвєродонецьк",
    "Chinese": "北京 王小明 数据 学习 中文 医学影像",
    "Japanese": "東京 こんにちは カタカナ 日本語 山田太郎",
    "Korean": "한국어 서울 김민수 데이터",
    "Arabic": "محمد العربية سلام القاهرة",
    "Hebrew": "שלום ירושלים דוד",
    "Hindi": "हिन्दी नमस्ते भारत",
    "Thai": "ภาษาไทย สวัสดี",
    "emoji": "👀 L👀king-Glass 🎉 👩‍💻 ❤️ 🇩🇰 😍",
    "punctuation": "it’s “quoted” – dash — x … 25°C €100 © «guillemets» naïve’s „Gänse“",
}

PLAIN = (
    "the data and talk webinar of AI medical imaging University Dr. title: 2024 **bold** (Denmark)"
    " [link](https://example.org/a?b=c)"
).split()

CODECS = ("cp1252", "latin_1", "mac_roman", "cp1250", "cp1251", "cp437", "cp850")


def garble(text: str, codec: str) -> str:
    """What a program shows that reads the UTF-8 bytes of a text with the wrong codec."""
    if codec == "latin_1":
        return text.encode().decode("latin_1")
    table = encoding.chars_of(codec)
    return "".join(
        char if char < "\x80" else "".join(table[byte] for byte in char.encode()) for char in text
    )
