"""What a pupil takes along from a project: PDF and zip."""
