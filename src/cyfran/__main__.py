from cyfran.cli import main

main()
