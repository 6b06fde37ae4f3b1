"""Small files made on the spot: reports in the reports' layout, and every kind of bad file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BOARD, UNIT = "Norrskogen stadsdelsnämnd", "Enheten Ekens verksamhet"
BODY = (
    "Under året har kaféet i entrén öppnat fler dagar i veckan. Deltagarna bakar på plats och "
    "sköter kassan själva. Inköpen samordnas med grannenheten, vilket har gett lägre kostnader."
)


def report_pdf(path: Path, year: int = 2022, body: str = BODY, unit: str = UNIT) -> Path:
    """A verksamhetsberättelse of two pages: a cover, and a goal with its analysis."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for number in (1, 2):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(70, 800, f"{unit}, Verksamhetsberättelse {number}(2)")
        if number == 1:
            canvas.setFont("Helvetica-Bold", 24)
            canvas.drawString(70, 700, f"Verksamhetsberättelse {year}")
            canvas.setFont("Helvetica", 14)
            canvas.drawString(70, 660, unit)
            canvas.drawString(70, 640, BOARD)
        else:
            canvas.setFont("Helvetica-Bold", 16)
            canvas.drawString(70, 760, "Sammanfattande analys")
            canvas.setFont("Helvetica", 11)
            for row, line in enumerate(_wrapped(body)):
                canvas.drawString(70, 735 - 14 * row, line)
        canvas.showPage()
    canvas.save()
    return path


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > 80:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def report_docx(path: Path, year: int = 2022) -> Path:
    """The same as a Word document."""
    document = Document()
    document.add_paragraph(f"Verksamhetsberättelse {year}", style="Title")
    document.add_paragraph(UNIT)
    document.add_paragraph(BOARD)
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_heading("Sammanfattande analys", 1)
    document.add_paragraph(BODY)
    document.save(str(path))
    return path


def report_text(year: int = 2022) -> str:
    """The same as text, its pages apart by a form feed."""
    return (
        f"Verksamhetsberättelse {year}\n{UNIT}\n{BOARD}\n\fSammanfattande analys\n"
        + "\n".join(_wrapped(BODY))
        + "\n"
    )


def encrypted_pdf(path: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(report_pdf(path)))
    writer.encrypt("hemligt", algorithm="AES-256")
    writer.write(path)
    return path


def scanned_pdf(path: Path) -> Path:
    """Two pages, each one picture."""
    picture = path.with_suffix(".png")
    Image.new("RGB", (60, 80), "#dddddd").save(picture)
    canvas = Canvas(str(path), pagesize=A4)
    for _ in range(2):
        canvas.drawImage(str(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    picture.unlink()
    return path


def truncated_pdf(path: Path) -> Path:
    whole = report_pdf(path).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def pdf_without_pages(path: Path) -> Path:
    PdfWriter().write(path)
    return path


def word_bomb(path: Path, size: int) -> Path:
    """A Word document with a member that unpacks to ``size`` bytes of nothing."""
    report_docx(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("word/media/tom.bin", "w") as member,
    ):
        for _ in range(size // (1 << 20)):
            member.write(bytes(1 << 20))
    return path
