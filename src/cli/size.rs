//! Sizes in bytes, as people write and read them.

/// Reads `67108864`, `64M`, `64MB`, `64MiB`, `1.5G`; a K is 1024.
pub(super) fn parse_size(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("write a number and K, M or G, for instance 256M".to_owned()),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "write a number and K, M or G, for instance 256M".to_owned())?;
    Ok((number * f64::from(1_u32 << shift)) as usize)
}

/// Writes `1.2 MB`, the way disks are sold.
pub(super) fn show_size(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if value < 1000.0 {
            let decimals = usize::from(unit != "bytes" && value < 10.0);
            return format!("{value:.decimals$} {unit}");
        }
        value /= 1000.0;
    }
    format!("{value:.1} TB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, bytes) in [
            ("67108864", 64 << 20),
            ("64M", 64 << 20),
            ("64 MiB", 64 << 20),
            ("1.5g", 3 << 29),
        ] {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in ["", "M", "64X", "-1", "many"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
        assert_eq!(show_size(512), "512 bytes");
        assert_eq!(show_size(1_234_567), "1.2 MB");
        assert_eq!(show_size(45_000), "45 kB");
    }
}
