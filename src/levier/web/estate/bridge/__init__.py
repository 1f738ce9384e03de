"""The only place where rows of this app become objects of the library, and back.

Each room has one subject: what is known (`known`), the kept files (`files`), reading a file (`reading`), its columns
(`columns`), names and what they were taken for (`names`), lines set aside (`aside`), the whole estate (`estates`), what
pages show of it, kept small (`summaries`, `lines`), and what moved between two (`changes`).
"""
