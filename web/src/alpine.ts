import Alpine from "@alpinejs/csp";

// Elements that arrive later, by htmx, are found by Alpine's own observer.
Alpine.start();
