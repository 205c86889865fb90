"""The steps that prove the Windows program, by what they look at; ``prove.py`` runs them.

Each module has ``steps(stage)``: the titles of its steps, in their order, with what runs each and
tells what it saw. A module brings about by itself what it needs (:meth:`.stage.Stage.have_records`
and the like), so that it runs alone, too: ``dev.py windows --only-prove --steps portable``.
"""
