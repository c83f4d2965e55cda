"""Static files: hashed names, compressed beforehand, and quickly enough for a first start."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    """Brotli one notch or two down: a tenth of the time for files 8 % larger."""

    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=9)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's, compressing only the hashed files, which are the ones that pages ask for."""

    def create_compressor(self, **options):
        return QuickCompressor(**options)

    def compress_files(self, paths):
        return super().compress_files(paths & set(self.hashed_files.values()))
