from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import found_by_words, works_in_use

        works_in_use.connect()
        found_by_words.connect()
