"""Mails whose labels, greetings and "and" are not English ones."""

import pytest

from lgtui.importers.mail import read_mail


@pytest.mark.parametrize(
    ("text", "speakers", "place"),
    [
        (
            "Titel des Vortrags: Daten\nReferentin: Dr. Änne Müller, TU München\n"
            "Zusammenfassung: Wir zeigen es.\nKurzbiografie: Sie forscht.\n\n"
            "Mit freundlichen Grüßen\nÄnne",
            ("Änne Müller",),
            "TU München",
        ),
        (
            "Titre : Daten\nIntervenante : Élodie Durand, Université de Lyon\n\n"
            "Résumé : Wir zeigen es.\n\nNotice biographique : Sie forscht.\n\nBien cordialement,",
            ("Élodie Durand",),
            "Université de Lyon",
        ),
        (
            "Título: Daten\nPonentes: Ana Ruiz y José Ortega y Gasset\nResumen: Wir zeigen es.\n"
            "Biografía: Sie forscht.\n\nUn saludo,\nAna",
            ("Ana Ruiz", "José Ortega y Gasset"),
            "",
        ),
        (
            "Titel\nDaten\n\nForedragsholder: Søren Ærø\n\nResumé\nWir zeigen es.\n\n"
            "Biografi\nSie forscht.\n\nMed venlig hilsen\nSøren",
            ("Søren Ærø",),
            "",
        ),
        (
            "Titel: Daten\nSprekers: Jan de Vries en Piet Smit\nSamenvatting: Wir zeigen es.\n"
            "Biografie: Sie forscht.\n\nMet vriendelijke groet,\nJan",
            ("Jan de Vries", "Piet Smit"),
            "",
        ),
        (
            "Titolo: Daten\nRelatrice: Anna Rossi (Università di Pisa)\nRiassunto: Wir zeigen es.\n"
            "Nota biografica: Sie forscht.\n\nCordiali saluti,\nAnna",
            ("Anna Rossi",),
            "Università di Pisa",
        ),
    ],
    ids=["German", "French", "Spanish", "Danish", "Dutch", "Italian"],
)
def test_labels_of_other_languages(text: str, speakers: tuple[str, ...], place: str) -> None:
    mail = read_mail(text)
    assert (mail.talk.title, mail.talk.abstract, mail.talk.bio) == (
        "Daten", "Wir zeigen es.", "Sie forscht.",
    )  # fmt: skip
    assert tuple(speaker.name for speaker in mail.talk.speakers) == speakers
    assert mail.talk.affiliation == place
