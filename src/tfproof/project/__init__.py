"""What a project keeps: layout, settings, requirements, results, waivers, applicability."""
