"""Everything that is reference data, as one type: what stewards and agencies keep, and every case refers to."""

from typing import TypeVar

from chalicelib.domain.assessment import Assessment
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.commitment import Commitment
from chalicelib.domain.once import Once
from chalicelib.domain.policy import Policy
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.template import Templates
from chalicelib.domain.webhook import Endpoint

Datum = Agency | Category | Region | Calendar | Policy | Templates | Commitment | Assessment | Recount | Once | Endpoint
One = TypeVar("One", Agency, Category, Region, Calendar, Policy, Templates, Commitment, Assessment, Recount, Once, Endpoint)
