from chalicelib.domain.assessment import id_of


def test_assessments_of_a_year_stand_together_and_what_differs_has_another_id() -> None:
    found = [
        id_of("51.71", "KemenPANRB", 2022, "Top 30", "https://menpan.go.id"),
        id_of("51.71", "KemenPANRB", 2020, "Top 30", "https://menpan.go.id"),
        id_of("51.03", "KemenPANRB", 2022, "Top 30", "https://menpan.go.id"),
        id_of("51.71", "Ombudsman", 2022, "Top 30", "https://menpan.go.id"),
        id_of("51.71", "KemenPANRB", 2022, "Top 45", "https://menpan.go.id"),
        id_of("51.71", "KemenPANRB", 2022, "Top 30", "https://menpan.go.id", "2022-x"),
    ]

    assert len(set(found)) == len(found)
    assert found[0] == "2022-6d7b830beeaa186c"
