"""The certainty of a finding in words."""

from cyfran.discover.evidence.synthesis.models import CertaintyConcern, Finding


def concern_names(finding: Finding) -> str:
    """Return what lowers or raises the certainty of a finding, in one line."""
    return "; ".join(str(CertaintyConcern(code).label) for code in finding.concerns)
