"""Electronic seals (电子签章): read and verified after GB/T 38540-2020, with SM2 and SM3. A terminal never seals."""
