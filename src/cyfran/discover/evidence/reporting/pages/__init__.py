"""The flow diagram, the evidence map and the report."""

from .flow import flow_diagram, flow_rows, flow_table
from .map import map_lanes
from .report import methods_sentences, reference_list

__all__ = ["flow_diagram", "flow_rows", "flow_table", "map_lanes", "methods_sentences", "reference_list"]
