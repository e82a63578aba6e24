from bihuan.config.command import main

raise SystemExit(main())
