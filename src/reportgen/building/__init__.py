"""From a folder to finished files: the pipeline, its workers and the one writer."""
