"""topicsite: a folder of YAML resource entries and a learning path in, a topic site out."""
