"""The styles of references, by the names of the CSL project's files."""

APA = "apa"
STYLES = {
    APA: "APA 7",
    "american-medical-association": "AMA 11",
    "nlm-citation-sequence": "NLM (Vancouver)",
}
