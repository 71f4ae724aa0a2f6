"""Files of a review for others. Free of Django."""

from .archive import archive, plain_json, rows_csv
from .tables import flow_csv, records_csv

__all__ = ["archive", "flow_csv", "plain_json", "records_csv", "rows_csv"]
