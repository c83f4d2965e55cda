from wagtail import hooks

from evidence.rechecking import rechecking

hooks.register("worker_has_time", rechecking.go_on)
