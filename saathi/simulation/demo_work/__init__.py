"""What the demo's staff recorded through the application's actions. All is invented.

The load (`saathi.simulation.load`) makes a nation of rows. Work that needs a second person, another
office or a running process is done here as staff would do it, so that each module of the demo has
content.
"""
