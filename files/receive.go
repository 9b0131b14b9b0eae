package files

import (
	"errors"
	"io"
	"net/http"
	"os"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// mostReceived is how many files are received at once: each is in memory until it is whole, since what it is its end may tell.
const mostReceived = 8

// receive takes the bytes of an upload. Nothing of them is read before it is known who sends them, for what, and how many they will be.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request, rest string) error {
	if viewer, _ := auth.ViewerFrom(r.Context()); !viewer.SignedIn() {
		return domain.Unauthenticated()
	}
	id, err := domain.ParseNodeID(rest)
	if err != nil {
		return domain.NotFound("")
	}
	upload, err := h.store.UploadToFill(r.Context(), id, r.Header.Get("Upload-Token"))
	if err != nil {
		return err
	}
	if packed := r.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return refused(http.StatusUnsupportedMediaType, "Стиснені файли не приймаються.", "Compressed files are not taken.")
	}
	if r.ContentLength > upload.Size {
		return tooLong(r.ContentLength, upload)
	}
	select {
	case h.busy <- struct{}{}:
		defer func() { <-h.busy }()
	case <-r.Context().Done():
		return domain.Unavailable(r.Context().Err())
	}
	content, err := readAll(w, r, upload)
	if err != nil {
		return err
	}
	kind := Sniff(content)
	if !kind.fits(upload.Purpose) {
		return refused(http.StatusUnsupportedMediaType, "Файли цього виду тут не приймаються.", "Files of this kind are not taken here.")
	}
	if err := h.store.FillUpload(r.Context(), id, string(kind), content); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func readAll(w http.ResponseWriter, r *http.Request, upload *models.Upload) ([]byte, error) {
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, upload.Size))
	var beyond *http.MaxBytesError
	switch {
	case errors.As(err, &beyond):
		return nil, tooLong(upload.Size+1, upload)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, refused(http.StatusRequestTimeout, "Файл надходив надто довго.", "The file took too long to come.")
	case err != nil || int64(len(content)) < upload.Size:
		return nil, refused(http.StatusBadRequest, "Файл обірвався: надійшло %d байтів.", "The file broke off: %d bytes came.", len(content))
	}
	return content, nil
}

func tooLong(length int64, upload *models.Upload) error {
	return domain.LimitExceeded(domain.BodyLimit, int(length), int(upload.Size))
}
