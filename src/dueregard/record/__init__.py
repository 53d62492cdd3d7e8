"""What a casebook's pack, register and members' files say, read together; and what a pack is sealed with."""

from dueregard.record.inputs import Inputs, inputs_of
from dueregard.record.packs import notes_of_stewards, objections_in_reviews, read_manifest, sealing_of
from dueregard.record.reading import REGISTER, Record, read_record, refresh_page

__all__ = [
    "REGISTER",
    "Inputs",
    "Record",
    "inputs_of",
    "notes_of_stewards",
    "objections_in_reviews",
    "read_manifest",
    "read_record",
    "refresh_page",
    "sealing_of",
]
