"""What the tracking page for browsers without scripts says beside the words of all such pages, in both languages; the same keys in each."""

from collections.abc import Mapping

from chalicelib.api import form_words

ID: Mapping[str, str] = {
    "track": "Lacak pengaduan",
    "track.without": "Halaman ini bekerja tanpa JavaScript. Membalas, menyanggah, dan membuka berkas memerlukan JavaScript.",
    "track.code": "Kode pengaduan",
    "track.code.hint": "12 huruf dan angka, misalnya 7KQM-2F9X-4HDT. Huruf besar atau kecil, dengan atau tanpa tanda hubung.",
    "track.secret": "Kata rahasia",
    "track.secret.hint": "Ada di tanda terima. Dengan ini Anda juga melihat isi yang belum atau tidak dibuka untuk publik.",
    "track.find": "Lihat status",
    "track.again": "Lihat lagi, atau pengaduan lain",
    "track.wrong.title": "Kesalahan: Lacak pengaduan",
    "track.mistyped": "Periksa kodenya: ada karakter yang kurang, lebih, atau tertukar",
    "track.not-found": "Tidak ada pengaduan dengan kode ini. Periksa kodenya",
    "track.wrong-secret": "Kata rahasia ini tidak cocok dengan kodenya. Periksa, atau kosongkan",
    "track.too-many-tries": "Terlalu banyak kata rahasia yang salah. Tunggu satu menit",
    "track.it": "Pengaduan",
    "track.late": "Tenggatnya terlewat.",
    "track.level": "Sudah naik ke tingkat {level}.",
    "track.outcome.resolved": "Hasil: diselesaikan.",
    "track.outcome.cannot_be_resolved": "Hasil: tidak dapat dipenuhi.",
    "track.lead": "Kode pengaduan yang terhubung dengannya: {lead}.",
    "track.hidden": "Isi pengaduan ini tidak terbuka untuk publik. Pelapornya melihatnya dengan kata rahasia.",
    "track.happened": "Yang sudah terjadi",
    "track.told": "Isi pengaduan",
    "track.files": "Berkas: {names}.",
}

EN: Mapping[str, str] = {
    "track": "Track a complaint",
    "track.without": "This page works without JavaScript. Replying, disputing and opening files need JavaScript.",
    "track.code": "Complaint code",
    "track.code.hint": "12 letters and digits, like 7KQM-2F9X-4HDT. Capital letters or not, with hyphens or without.",
    "track.secret": "Secret",
    "track.secret.hint": "It is on your receipt. With it you also see what is not, or not yet, open to the public.",
    "track.find": "See its status",
    "track.again": "Look again, or at another one",
    "track.wrong.title": "Error: Track a complaint",
    "track.mistyped": "Check the code: a character is missing, added or swapped",
    "track.not-found": "There is no complaint with this code. Check the code",
    "track.wrong-secret": "This secret does not belong to the code. Check it, or leave it empty",
    "track.too-many-tries": "Too many wrong secrets came. Wait a minute",
    "track.it": "Complaint",
    "track.late": "Its due date has passed.",
    "track.level": "It was escalated to level {level}.",
    "track.outcome.resolved": "Outcome: resolved.",
    "track.outcome.cannot_be_resolved": "Outcome: cannot be resolved.",
    "track.lead": "The code of the complaint it is linked to: {lead}.",
    "track.hidden": "What this complaint says is not open to the public. Its reporter sees it with the secret.",
    "track.happened": "What has happened",
    "track.told": "What it says",
    "track.files": "Files: {names}.",
}

WORDS: Mapping[str, Mapping[str, str]] = {"id": {**form_words.ID, **ID}, "en": {**form_words.EN, **EN}}
