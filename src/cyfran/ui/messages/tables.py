"""Files of rows and columns that cannot be read, or only in part."""

from .marks import N_

SENTENCES = {
    "file_empty": N_("The file is empty. Choose the file with the rows in it."),
    "file_not_a_table": N_(
        "This is not a table but another kind of file (%(kind)s). Open it in the program it comes from and save it as CSV."
    ),
    "file_not_text": N_("The file contains characters that are not text. Save it again as CSV in UTF-8."),
    "workbook_too_large": N_(
        "This workbook has a sheet of more than %(rows)s rows or %(cells)s cells. Save the part you need as CSV "
        "and use that."
    ),
    "file_breaks_off": N_(
        "The table ends unexpectedly here: a quotation mark is not closed, or a cell is far too long. Correct "
        "this row, or save the table again as CSV."
    ),
    "file_not_parquet": N_(
        "The file cannot be read as Parquet. Save it again, or use a CSV file of the votes."
    ),
    "file_missing": N_("There is no such file or folder. Check the name."),
    "file_not_writable": N_("The result cannot be written here. Choose another place for it."),
    "too_many_columns": N_(
        "A table can have at most %(most)s columns, and this one has more. Check the separator."
    ),
    "column_missing": N_("The column “%(column)s” is missing. The file has: %(found)s."),
    "cell_not_a_number": N_("“%(value)s” is not a whole number. This row was left out."),
    "cell_not_a_date": N_("“%(value)s” is not a date. Write it as 2026-01-31. This row was left out."),
    "cell_empty": N_("A required cell is empty. This row was left out."),
    "more_problems": N_("More like this, not listed: %(number)s."),
    "cell_not_a_moment": N_(
        "“%(value)s” is not a moment in milliseconds, such as 1760000000000. This row was left out."
    ),
    "label_not_usable": N_("An identifier is empty or longer than 60 characters. This row was left out."),
    # A Polis export
    "vote_not_an_answer": N_(
        "“%(value)s” is not an answer: 1 is agree, -1 is disagree, 0 is pass. This row was left out."
    ),
    "vote_on_unknown_statement": N_(
        "There are votes on statement %(statement)s, which is not in comments.csv. Votes left out: %(number)s."
    ),
    "statement_twice": N_("Statement %(statement)s is in the file twice. The first row counts."),
    "participant_twice": N_("Participant %(participant)s is in the file twice. The first row counts."),
    "no_votes_left": N_(
        "No row of the file holds a vote. Choose votes.csv or participants-votes.csv from the export."
    ),
    "no_statements_left": N_("No row of the file holds a statement. Choose comments.csv from the export."),
    "no_polis_files": N_("There is no votes.csv and no participants-votes.csv in this folder."),
}
