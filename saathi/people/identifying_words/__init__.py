"""What in a text may identify a child: names, places, ages, numbers, words for caste and occupation."""
