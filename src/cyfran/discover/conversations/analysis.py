"""Connect stored votes to the opinion method: votes as arrays in, a landscape as JSON out."""

from dataclasses import dataclass

from cyfran.core.errors import ActionError
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.conversations.queries import data_version, labels_by_decision, vote_log
from cyfran.methods.errors import MethodError
from cyfran.methods.opinion import VERSION, Votes, landscape
from cyfran.methods.result import to_json

SEED = 0
MODES = ("recommended", "compatible")
METHOD_VERSION = VERSION
MOST_READINGS = 5  # then the last reading is used, even if votes arrived meanwhile; it is replaced soon


@dataclass(frozen=True)
class ComputedLandscape:
    """A landscape as JSON, with the version and hash of the data it was computed from."""

    data_version: str
    input_sha256: str
    method_version: str
    seed: int
    result: str


def votes_of(conversation: Conversation) -> Votes:
    """Return every vote event as arrays; the method keeps the last of each person on each statement."""
    log = list(vote_log(conversation))
    voters, statements, answers, at = zip(*log, strict=True) if log else ((), (), (), ())
    labels, rejected = labels_by_decision(conversation)
    moments = [round(moment.timestamp() * 1000) for moment in at]
    return Votes.from_events(voters, statements, answers, moments, known_statements=labels, rejected=rejected)


def compute_landscape(conversation: Conversation, mode: str) -> ComputedLandscape:
    """Compute the landscape of a conversation, by the same code and options as the command line.

    It may take a while and takes no lock. If votes arrive while they are read, they are read again, so that the result
    belongs to one version of the data.
    """
    for _ in range(MOST_READINGS):
        version = data_version(conversation)
        votes = votes_of(conversation)
        if data_version(conversation) == version:
            break
    try:
        result = landscape(votes, mode=mode, seed=SEED).to_dict()
    except MethodError as error:
        raise ActionError(error.code, **error.params) from error
    return ComputedLandscape(version, votes.input_sha256(), VERSION, SEED, to_json(result))
