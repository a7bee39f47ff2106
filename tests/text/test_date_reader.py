"""Days and hours as people write them: every order, many languages, and never a day by guess."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.text.date_reader import (
    Choice,
    choose_order,
    months_named,
    read_clock,
    read_day,
    weekdays_beside,
)

DAY = datetime.date(2024, 3, 12)
LANGUAGES = (
    "January February March April May June July August September October November December",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
    "decembrie",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta "
    "syyskuuta lokakuuta marraskuuta joulukuuta",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października X grudnia",
    "ledna února března dubna května června července srpna září října X prosince",
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna X studenoga prosinca",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου "
    "Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "január február március április május június július augusztus szeptember október november "
    "december",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio "
    "gruodžio",
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
)
"""The months; X where a name means another month in a neighbouring country."""

DAYS = st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31))


def days_of(text: str, years: tuple[int, int] = (0, 0)) -> dict[str, datetime.date]:
    found = read_day(text, years)
    return dict(found.days) if found else {}


@pytest.mark.parametrize(
    "text",
    [
        "Webinar 3 - March 12, 2024",
        "No. 7, 12 March 2024",
        "Talk 5: 12 March 2024, 3pm",
        "12.03.2024: On nets",
        "12.03.24: On nets",
        "12 March 24: On nets",
        "2024-03-12 (3)",
    ],
)
def test_numbers_and_signs_beside_a_day_are_no_part_of_it(text: str) -> None:
    assert DAY in days_of(text).values()


def test_a_day_is_looked_for_at_the_beginning_of_a_text_alone() -> None:
    assert days_of("2024-03-12" + " March 12" * 100_000) == {"": DAY}


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-12", "2024/3/12", "2024. 3. 12.", "20240312", "2024年3月12日",
        "2024년 3월 12일 (화)",
        "令和6年3月12日(火)", "Di., 12. März 2024", "12 de marzo de 2024", "March 12, 2024",
        "Mar. 12th, 2024", "Tuesday, March 12 2024", "12-Mar-24", "12Mar2024", "12 Mar '24",
        "2024. március 12.", "2024 m. kovo 12 d.", "2024. gada 12. marts", "12 марта 2024 г.",
        "12 มีนาคม 2567", "١٢ مارس ٢٠٢٤", "12 במרץ 2024", "12 tháng 3 năm 2024", "12 III 2024",
        "mardi 12 mars 2024 à 14h", "on the 12th of March, 2024", "12 March 2024 10:00",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert days_of(text) == {"": DAY}


@given(
    DAYS,
    st.sampled_from(LANGUAGES),
    st.sampled_from(["{d} {m} {y}", "{d}. {m} {y}", "{d}-{m}-{y}"]),
)
def test_a_month_of_each_language_is_read(day: datetime.date, names: str, form: str) -> None:
    name = names.split()[day.month - 1]
    if name != "X":
        assert days_of(form.format(d=day.day, m=name, y=day.year)) == {"": day}


def test_a_month_of_two_languages_has_both_readings() -> None:
    found = days_of("12 listopada 2024")
    assert sorted(found.values()) == [datetime.date(2024, 10, 12), datetime.date(2024, 11, 12)]
    assert set(months_named("Mar")) == set(months_named("MARCH")) == {3}


@given(DAYS, st.sampled_from(["dmy", "mdy", "ymd"]), st.sampled_from("/.-"), st.booleans())
def test_numbers_are_read_in_the_order_they_were_written_in(
    day: datetime.date, order: str, sign: str, short: bool
) -> None:
    year = f"{day.year % 100:02}" if short else f"{day.year}"
    parts = {"d": str(day.day), "m": str(day.month), "y": year}
    found = days_of(sign.join(parts[part] for part in order))
    assert found.get(order, found.get("")) == day


WORDS = st.sampled_from(
    ["3", "12", "24", "31", "2024", "1999", "/", ".", "-", " ", ", ", "März", "May", "mai", "of",
     "Talk", "年", "月", "日", "to", "and", ":", "h", "'", "listopada"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12).map("".join))
def test_no_day_is_read_that_is_not_in_the_text(text: str) -> None:
    found = read_day(text)
    if found is None:
        return
    numbers = {int(number) for number in re.findall(r"[0-9]+", text)}
    months = numbers | {month for word in re.findall(r"[^\W\d_]+", text)
                        for month in months_named(word)}  # fmt: skip
    inside = {int(number[at : at + size]) for number in re.findall(r"[0-9]+", text)
              for size in (1, 2, 4) for at in range(len(number))}  # fmt: skip
    for _, day in found.days:
        assert day.day in inside
        assert day.month in months | inside
        assert {day.year, day.year % 100} & inside or found.until


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("12-13 March 2024", "13 March 2024"), ("March 12-13, 2024", "-13"),
        ("12.-13.03.2024", "13.03.2024"), ("12.03.-13.03.2024", "13.03.2024"),
        ("du 12 au 13 mars 2024", "13 mars 2024"), ("2024-03-12 – 2024-03-13", "2024-03-13"),
        ("2024-03-12/13", "13"), ("2024年3月12日～13日", "13日"),
        ("March 12 and April 2, 2024", "April 2, 2024"),
        ("12 & Wed 13 March 2024", "13 March 2024"),
    ],
)  # fmt: skip
def test_the_first_of_several_days_counts_and_the_last_is_told(text: str, until: str) -> None:
    found = read_day(text)
    assert found is not None
    assert ({day for _, day in found.days}, found.until) == ({DAY}, until)


def test_the_days_of_a_range_over_the_new_year() -> None:
    assert days_of("30 December – 2 January 2024") == {"": datetime.date(2023, 12, 30)}


@pytest.mark.parametrize(
    "text", ["12 talks 2024", "31.02.2024", "2024-13-45", "Q3 2024", "1.2.3", "12 March"]
)
def test_what_only_resembles_a_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_year_from_elsewhere_belongs_to_its_half_of_the_winter() -> None:
    assert days_of("12 October", (2023, 2024)) == {"": datetime.date(2023, 10, 12)}
    assert days_of("8 February", (2023, 2024)) == {"": datetime.date(2024, 2, 8)}
    assert days_of("3月12日", (2024, 2024)) == {"": DAY}


def chosen(*texts: str, east_asian: bool = False) -> Choice:
    found = [day for text in texts if (day := read_day(text))]
    return choose_order(found, east_asian=east_asian)


@pytest.mark.parametrize(
    ("texts", "order", "doubtful"),
    [
        (("3/12/24", "3/26/24"), "mdy", False),
        (("3/12/2024", "26/3/2024"), "dmy", False),
        (("26/03/24",), "dmy", True),
        (("99/03/12",), "ymd", False),
        (("12.03.24",), "dmy", True),
        (("12.03.24", "3.26.24"), "mdy", False),
        (("24-03-12", "24-03-15"), "", False),
        (("24-03-12", "99-03-15"), "ymd", False),
        (("3/12/2024", "4/5/2024"), "", False),
        (("5/5/2024",), "", False),
    ],
)
def test_one_text_settles_the_order_of_a_column(
    texts: tuple[str, ...], order: str, doubtful: bool
) -> None:
    choice = chosen(*texts)
    assert (choice.order, bool(choice.doubt)) == (order, doubtful)


def test_orders_that_contradict_each_other_are_named() -> None:
    assert chosen("3/26/2024", "5/6/2024", "26/3/2024").contradiction == (0, 2)


def test_in_east_asia_a_short_year_may_stand_first_with_any_sign() -> None:
    assert chosen("24.03.12", east_asian=True).order == ""
    assert chosen("24.03.12").order == "dmy"


ORDER = st.sampled_from(["dmy", "mdy", "ymd"])


@given(st.lists(DAYS, min_size=1, max_size=6), ORDER, st.sampled_from("/.-"), st.booleans())
def test_a_column_is_read_right_or_left_open_or_doubted(
    days: list[datetime.date], order: str, sign: str, short: bool
) -> None:
    texts = [
        read_day(sign.join(
            {"d": f"{day.day:02}", "m": f"{day.month:02}",
             "y": f"{day.year % 100:02}" if short else f"{day.year}"}[part] for part in order))
        for day in days
    ]  # fmt: skip
    found = [text for text in texts if text]
    assert len(found) == len(days)
    choice = choose_order(found)
    if choice.order and not choice.doubt:
        for text, day in zip(found, days, strict=True):
            read = dict(text.days)
            assert len(set(read.values())) == 1 or read[choice.order] == day


ZONES = ("CET", "UTC", "EST")


@pytest.mark.parametrize(
    ("text", "hour", "until"),
    [
        ("14h", "14:00", ""), ("14h30", "14:30", ""), ("14h-15h", "14:00", "15h"),
        ("3–4 pm", "15:00", "4 pm"), ("12:15", "12:15", ""), ("11-1pm", "11:00", "1pm"),
        ("11:30-12:30pm", "11:30", "12:30pm"), ("14.30", "14:30", ""), ("14 Uhr", "14:00", ""),
        ("午後3時半", "15:30", ""), ("下午3点", "15:00", ""), ("오후 3시 30분", "15:30", ""),
        ("1430", "14:30", ""), ("noon", "12:00", ""), ("kl. 14", "14:00", ""),
        ("10h00–11h30", "10:00", "11h30"), ("from 3 to 4pm", "15:00", "4pm"),
        ("12:15 AM", "00:15", ""), ("12:15 PM", "12:15", ""), ("14:00:00", "14:00", ""),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(text: str, hour: str, until: str) -> None:
    found = read_clock(text, ZONES, alone=True)
    assert found is not None
    assert (found.time.isoformat("minutes"), found.until) == (hour, until)


@pytest.mark.parametrize("text", ["24:00", "14", "3-4", "12:75", "room", ""])
def test_what_no_clock_shows_is_no_hour(text: str) -> None:
    assert read_clock(text, ZONES) is None


@pytest.mark.parametrize(
    ("text", "zone", "hours"),
    [("15:00 CET", "CET", None), ("3pm (CET)", "CET", None), ("15:00 UTC+9", "", 9),
     ("15:00Z", "", 0), ("15:00 +0900", "", 9), ("14h et 15h", "", None), ("15:00 GMT-3", "", -3),
     ("17:00 Paris time", "", None)],
)  # fmt: skip
def test_the_zone_beside_an_hour_is_read(text: str, zone: str, hours: int | None) -> None:
    found = read_clock(text, ZONES)
    assert found is not None
    offset = None if hours is None else datetime.timedelta(hours=hours)
    assert (found.zone, found.offset) == (zone, offset)


@given(st.times(), st.sampled_from(["{:%H:%M}", "{:%H}h{:%M}", "{:%I:%M %p}", "{:%H.%M}"]))
def test_an_hour_that_was_written_is_read_again(time: datetime.time, form: str) -> None:
    found = read_clock(form.format(time, time), ZONES, alone=True)
    assert found is not None
    assert found.time == time.replace(second=0, microsecond=0, fold=0)


def test_weekdays_beside_a_day_are_known_in_any_language() -> None:
    for text in (
        "Tue 3/12/2024",
        "mardi, le 12 mars 2024",
        "12 Mart 2024 Salı",
        "2024年3月12日(火)",
    ):
        found = read_day(text)
        assert found is not None
        assert weekdays_beside(text, found.start, found.end)[0] == {2}
