"""The preview: builds what is asked for, shows it in a browser, and follows every change."""
