load_results();
