import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.hints import title_case_hint

TITLE_CASE = [
    "The Effects of Sleep on Memory and Learning in Children",
    "Cognitive Behavioral Therapy for the Treatment of Chronic Pain",
    "Attention Is All You Need: The Rise of Transformers",
    "Diagnostic and Statistical Manual of Mental Disorders",
    "A Review of Telehealth Interventions: The Role of the Family",
    "Evidence-Based Practice in Speech and Language Therapy",
    "The Use of Evidence-Based Practice",
    "The Use of Research and Practice" + " of Care" * 200 + " in small letters",
    "Evidence-based Practice and the Training of Clinicians",
    "COVID-19 and the Mental Health of Nursing Students in Canada",
    "“What Works” in the Treatment of Aphasia and Dysarthria",
    "Gut Microbiota of <i>Mus musculus</i> and the Regulation of Metabolism",
    "How Children Learn the Meanings of Words",
]
SENTENCE_CASE = [
    "The effects of sleep on memory and learning in children",
    "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in "
    "Northwestern Ontario: A thematic analysis of patient cases",
    "Pain management: The Canadian experience of World War II",
    "DNA and RNA sequencing with CRISPR: COVID-19, SARS-CoV-2, mRNA",
    "HIV, AIDS, TB, and STI in the USA, UK, and EU",
    "The history of Ireland, Scotland, Wales and England",
    "The letters of Martin Luther King and Rosa Parks",
    "From London to New York with Charles Dickens",
    'Effects of <i>Escherichia Coli</i> on <span class="nocase">Insulin Secretion</span> in mice',
    "Pain: Effects. Outcomes? Treatment: Evidence – Practice of care",
    "Sleep and Ontario: Evidence. Outcomes? Research – Practice",
    "Effects of DNA and RNA on Memory and Sleep",
    "The Lancet",
    "Handbook of Pain",
    "Nature",
    "",
    "1984",
    "What is it for? Who are they?",
]
GERMAN = "Die Bedeutung der Kommunikation und der Integration für die Organisation"


@pytest.mark.parametrize("title", TITLE_CASE)
@pytest.mark.parametrize("language", ["", "en", "en-GB", "eng", "USenglish"])
def test_title_case_is_told(title, language):
    assert "Title Case" in title_case_hint(title, language)


@pytest.mark.parametrize("title", SENTENCE_CASE)
@pytest.mark.parametrize("language", ["", "en"])
def test_names_and_acronyms_are_no_title_case(title, language):
    assert title_case_hint(title, language) == ""


@pytest.mark.parametrize("language", ["de", "ngerman", "fr", "es-MX", "enm", "zxx"])
def test_other_languages_are_left_alone(language):
    assert title_case_hint(TITLE_CASE[0], language) == ""


@pytest.mark.parametrize(
    "title",
    [
        GERMAN,
        "Sprache, Kommunikation, Integration, Migration",
        "Die Rolle der Evidence and Research in Organisation",
        "La Communication de la Nation et les Institutions",
        "La Evaluación de la Comunicación y la Organización",
        "De Rol van Communicatie, Integration en Information",
    ],
)
def test_titles_without_small_words_of_english_may_be_of_another_language(title):
    assert title_case_hint(title) == ""


@given(st.text(max_size=80), st.text(max_size=5))
def test_any_title_has_a_hint_or_none(title, language):
    assert isinstance(title_case_hint(title, language), str)


@given(st.text(max_size=80), st.sampled_from(TITLE_CASE + SENTENCE_CASE))
def test_a_title_without_capitals_has_none(text, title):
    assert title_case_hint((title + text).lower()) == ""
