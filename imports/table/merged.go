package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"

	"github.com/xuri/excelize/v2"
)

const (
	maxMerged    = 1000
	maxAfterData = 1 << 20
)

// mergedAreas looks behind the rows of a sheet, where merged cells are listed: the library that reads row by row knows nothing of them.
// What cannot be read has none; its rows tell what is wrong.
func mergedAreas(content []byte, sheet string) []Area {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil
	}
	part, err := archive.Open(partOf(archive, sheet))
	if err != nil {
		return nil
	}
	defer func() { _ = part.Close() }() // it was only read
	var areas []Area
	for _, found := range mergeCell.FindAllSubmatch(behindRows(part), maxMerged) {
		if area, ok := areaOf(string(found[1]), string(found[2])); ok {
			areas = append(areas, area)
		}
	}
	return areas
}

var mergeCell = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

func areaOf(first, last string) (Area, bool) {
	column, line, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		return Area{}, false
	}
	lastColumn, lastLine, err := excelize.CellNameToCoordinates(last)
	if err != nil {
		return Area{}, false
	}
	return Area{line, column, lastLine, lastColumn, first + ":" + last}, true
}

// partOf follows the workbook's list of sheets to the part that holds one; empty where it leads nowhere.
func partOf(archive *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if !readPart(archive, "xl/workbook.xml", &book) || !readPart(archive, "xl/_rels/workbook.xml.rels", &links) {
		return ""
	}
	for _, s := range book.Sheets {
		for _, link := range links.Links {
			if s.Name == sheet && s.ID == link.ID {
				if path.IsAbs(link.Target) {
					return link.Target[1:]
				}
				return path.Join("xl", link.Target)
			}
		}
	}
	return ""
}

func readPart(archive *zip.Reader, name string, into any) bool {
	part, err := archive.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = part.Close() }() // it was only read
	return xml.NewDecoder(io.LimitReader(part, maxAfterData)).Decode(into) == nil
}

var endOfRows = regexp.MustCompile(`</(?:\w+:)?sheetData>`)

// behindRows gives what follows the rows of a sheet, as far as it may reach.
func behindRows(sheet io.Reader) []byte {
	sheet = io.LimitReader(sheet, maxUnpacked)
	seen, chunk := []byte(nil), make([]byte, 64<<10)
	for {
		n, err := sheet.Read(chunk)
		seen = append(seen, chunk[:n]...)
		if at := endOfRows.FindIndex(seen); at != nil {
			rest, _ := io.ReadAll(io.LimitReader(sheet, maxAfterData)) // what breaks off lists nothing further
			return append(seen[at[0]:], rest...)
		}
		if err != nil {
			return nil
		}
		seen = append(seen[:0], seen[max(0, len(seen)-64):]...)
	}
}
