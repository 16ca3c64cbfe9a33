"""Identity's doors, a file an audience."""

from backend.identity.people.routes import BLUEPRINTS as PEOPLE
from backend.identity.routes.account import blueprint as account
from backend.identity.routes.office import blueprint as office
from backend.identity.routes.organisations import blueprint as organisations
from backend.identity.routes.passkeys import blueprint as passkeys
from backend.identity.routes.signing_in import blueprint as signing_in

BLUEPRINTS = (signing_in, passkeys, account, organisations, office, *PEOPLE)
