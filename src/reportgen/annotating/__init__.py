"""Problems for machines: annotations of code hosts, SARIF, JUnit, JSON, and the job summary."""
