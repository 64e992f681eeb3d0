"""What the demo's staff have recorded through the actions of the application. All of it is invented.

The load (`saathi.simulation.load`) makes a nation of rows. What needs a second person, another office
or a running process is done here as staff do it, so that each module of the demo has content.
"""
