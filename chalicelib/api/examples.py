"""An example of each body, for the description of the API. Tests send every one of them, and it succeeds."""

from collections.abc import Mapping
from typing import Any

from chalicelib.api import bodies, steward_bodies
from chalicelib.api.bodies import Body

EXAMPLES: Mapping[type[Body], Mapping[str, Any]] = {
    bodies.SubmissionBody: {
        "type": "complaint",
        "title": "Lampu jalan mati",
        "body": "Lampu jalan di depan rumah nomor 12 mati sejak seminggu.",
        "category": "jalan.lampu",
        "region": "51.71",
        "place": "Jl. Gatot Subroto 12",
        "location": {"lat": -8.65, "lon": 115.21},
        "agency": "51.71",
        "visibility": "public",
        "identity": "named",
        "reporter": {"name": "Budi", "email": "budi@example.org", "phone": "+62 811 0000 000"},
        "lang": "id",
    },
    bodies.ReplyBody: {"text": "Ada dua lampu yang mati."},
    bodies.ConfirmBody: {"rating": 4},
    bodies.DisputeBody: {"reason": "Lampunya masih mati sampai malam ini."},
    bodies.WithdrawBody: {"reason": "Sudah diperbaiki warga."},
    bodies.AttachmentBody: {"name": "foto.jpg", "type": "image/jpeg", "size": 123456},
    bodies.VerifyBody: {"agency": "51.71.pupr"},
    bodies.StartBody: {},
    bodies.RespondBody: {"outcome": "cannot_be_resolved", "text": "Tiang ini milik PLN dan sudah kami laporkan.", "reason": "Bukan aset kota."},
    bodies.ForwardBody: {"agency": "51.71.dlh"},
    bodies.ReturnBody: {"agency": "34.71", "reason": "Jalan ini milik kota tetangga, bukan kota kami."},
    bodies.HoldBody: {"question": "Di sebelah mana pasar lampunya?", "days": 5},
    bodies.ExtendBody: {"days": 5, "reason": "Suku cadang lampu harus dipesan dulu."},
    bodies.ArchiveBody: {"reason": "unclear", "text": "Tidak jelas apa yang diadukan."},
    bodies.LinkBody: {"lead": "1000-0000-000Z"},
    bodies.UnlinkBody: {"reason": "Ini lampu yang lain."},
    bodies.NoteBody: {"text": "Sudah ditelepon ke petugas lapangan."},
    bodies.InstructBody: {"text": "Ganti lampunya paling lambat besok sore."},
    bodies.AssignBody: {"agency": "34.71", "reason": "Jalan itu milik kota lain."},
    bodies.PublishBody: {"published": False, "reason": "Menyebut nama seorang anak."},
    bodies.RedactBody: {"body": "Lampu jalan di depan rumah [nama dihapus] mati sejak seminggu.", "reason": "Menyebut nama orang."},
    bodies.TemplateBody: {"name": "Terima kasih", "category": "jalan", "text": "Laporan {code} kami terima. {agency} menanganinya sampai {due}."},
    bodies.KeyBody: {"agency": "51.71.pupr", "role": "officer", "holder": "Wayan Sudana", "days": 365},
    bodies.RevokeBody: {},
    bodies.BulkBody: {"action": "archive", "items": [{"code": "1000-0000-000Z", "version": 1, "reason": "unclear"}]},
    steward_bodies.NewAgencyBody: {
        "id": "51.71.dishub",
        "name": "Dinas Perhubungan Kota Denpasar",
        "kind": "unit",
        "parent": "51.71",
        "contacts": {"officer": "dishub@example.org"},
    },
    steward_bodies.AgencyBody: {"name": "Dinas Lingkungan Hidup", "contacts": {"officer": "dlh@example.org", "coordinator": ""}},
    steward_bodies.MoveBody: {"parent": "51"},
    steward_bodies.CloseAgencyBody: {"successor": "51.71.pupr"},
    steward_bodies.NewCategoryBody: {
        "id": "jalan.trotoar",
        "name": "Trotoar",
        "name_en": "Pavements",
        "parent": "jalan",
        "agencies": {"51.71": "51.71.pupr"},
    },
    steward_bodies.CategoryBody: {"default_class": "supervised", "agencies": {"51": "51", "": "nation"}},
    steward_bodies.PolicyBody: {"verify_days": 2, "resolve_days": {"complaint": 10}},
    steward_bodies.DaysBody: {"add": {"2026-12-31": "Malam Tahun Baru"}, "remove": ["2026-12-24"]},
}
