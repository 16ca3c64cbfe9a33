"""Doors about people, a file a subject."""

from backend.identity.people.routes.households import blueprint as households
from backend.identity.people.routes.lookups import blueprint as lookups
from backend.identity.people.routes.name_corrections import blueprint as name_corrections
from backend.identity.people.routes.numbers import blueprint as numbers
from backend.identity.people.routes.real_names import blueprint as real_names
from backend.identity.people.routes.recoveries import blueprint as recoveries

BLUEPRINTS = (real_names, households, numbers, recoveries, name_corrections, lookups)
