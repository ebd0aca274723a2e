"""Where webhooks may lead: the public internet and nothing else."""

import pytest

from chalicelib.domain.targets import is_loopback, is_open, split, wrong_url

CLOSED = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.88.99.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "224.0.1.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2001::1",
    "2001:db8::1",
    "2002:a9fe:a9fe::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fe80::1%",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
HTTPS = "https:// is expected"
NO_USER = "there must be no user, password or # in it"
NO_NAME = "the full name of a host is expected, as hooks.example.org, not an IP address"
TOO_ODD = "an address of at most 500 plain characters is expected"
OPEN = ["1.1.1.1", "93.184.216.34", "172.32.0.1", "::ffff:1.1.1.1", "2606:4700:4700::1111"]


@pytest.mark.parametrize("address", CLOSED)
def test_what_only_we_could_reach_is_closed(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", OPEN)
def test_the_public_internet_is_open(address: str) -> None:
    assert is_open(address)


def test_this_machine_is_known() -> None:
    assert [is_loopback(one) for one in ("127.0.0.1", "::1", "1.1.1.1")] == [True, True, False]


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org",
        "https://hooks.example.org/",
        "https://a.b-c.example.org:8443/x/y?z=%20&k=v",
        "https://xn--bcher-kva.example/",
        "https://hooks.example.org/" + "x" * 474,
    ],
)
def test_an_address_of_a_named_host_is_right(url: str) -> None:
    assert wrong_url(url, loopback=False) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.org/", HTTPS),
        ("ftp://hooks.example.org/", HTTPS),
        ("hooks.example.org", HTTPS),
        ("https://user@hooks.example.org/", NO_USER),
        ("https://user:secret@hooks.example.org/", NO_USER),
        ("https://hooks.example.org/#part", NO_USER),
        ("https://1.1.1.1/", NO_NAME),
        ("https://[2606:4700:4700::1111]/", NO_NAME),
        ("https://2130706433/", NO_NAME),
        ("https://0x7f.1/", NO_NAME),
        ("https://localhost/", NO_NAME),
        ("https://127.0.0.1/", NO_NAME),
        ("https:///x", NO_NAME),
        ("https://-a.example.org/", NO_NAME),
        ("https://hooks.example.org:99999/", TOO_ODD),
        ("https://[::1/", TOO_ODD),
        ("https://hooks.example.org/a b", TOO_ODD),
        ("https://hooks.example.org/a\nb", TOO_ODD),
        ("https://bücher.example/", TOO_ODD),
        ("https://hooks.example.org/" + "x" * 475, TOO_ODD),
    ],
)
def test_any_other_is_wrong_and_it_is_said_how(url: str, said: str) -> None:
    assert wrong_url(url, loopback=False) == said


def test_this_machines_address_is_right_only_where_it_is_allowed() -> None:
    for url in ("http://127.0.0.1:9000/hook", "https://localhost/", "http://[::1]:9000/"):
        assert wrong_url(url, loopback=True) is None
        assert wrong_url(url, loopback=False)
    assert wrong_url("http://hooks.example.org/", loopback=True) == HTTPS
    assert wrong_url("http://10.0.0.1/", loopback=True)
    assert split("https://[::1/") is None
