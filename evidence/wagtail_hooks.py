from wagtail import hooks


@hooks.register("worker_has_time")
def recheck_works():
    # With it comes all that asks the network, which web processes do not need for this.
    from evidence.rechecking import rechecking

    rechecking.go_on()
