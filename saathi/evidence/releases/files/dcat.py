"""The release as an entry of a data catalogue: DCAT in JSON-LD."""

import json
from typing import Any

from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def catalogue_file(book: ReleaseContents, files: list[ReleaseFile]) -> ReleaseFile:
    """`dcat.jsonld`: the data set, its period, its licence, and each file with its hash."""
    about = book.about
    catalogue = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "prov": "http://www.w3.org/ns/prov#",
        },
        "@id": about["address"],
        "@type": "dcat:Dataset",
        "dct:title": {"@language": "en", "@value": about["title"]},
        "dct:description": {"@language": "en", "@value": about["question"]},
        "dct:identifier": about["address"],
        "dcat:version": str(about["number"]),
        "dct:issued": {"@type": "xsd:date", "@value": about["made_at"][:10]},
        "dct:license": {"@id": LICENCES[about["licence"]]},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": about["publisher"]},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:gYear", "@value": str(about["first_year"])},
            "dcat:endDate": {"@type": "xsd:gYear", "@value": str(about["last_year"])},
        },
        "dct:spatial": about["country"] or "all recorded countries",
        "dct:bibliographicCitation": about["citation"],
        "prov:wasDerivedFrom": f"snapshot {about['snapshot']}",
        "dcat:distribution": [_file(about["address"], file) for file in files],
    }
    body = json.dumps(catalogue, indent=1, ensure_ascii=False).encode()
    return ReleaseFile("dcat.jsonld", "application/ld+json", body)


def _file(address: str, made: ReleaseFile) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": made.name,
        "dcat:downloadURL": {"@id": f"{address}files/{made.name}"},
        "dcat:mediaType": made.media.partition(";")[0],
        "dcat:byteSize": len(made.body),
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": made.sha256,
        },
    }
